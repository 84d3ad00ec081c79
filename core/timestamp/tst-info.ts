import { readAlgorithm } from '../certificate/index.js';
import {
  contextTag,
  type DerReader,
  derBoolean,
  derInteger,
  derOid,
  derSmallInteger,
  derTimeValue,
  EncodingError,
  readDer,
  TAG,
} from '../encoding/index.js';
import { SHA2 } from './oids.js';
import type { TimestampToken } from './types.js';

type TstInfo = Pick<TimestampToken, 'genTime' | 'accuracy' | 'imprintHash' | 'imprint' | 'nonce' | 'serial'>;

/**
 * Reads a TSTInfo (RFC 3161 section 2.4.2). The `tsa` name is only a hint and is not read: the signing-certificate attribute
 * says who signed, and timestamp-authority writes this field in its own form. Non-critical extensions are ignored, critical
 * ones refused.
 * @throws EncodingError
 */
export function readTstInfo(bytes: Uint8Array): TstInfo {
  const fields = readDer(bytes, TAG.sequence, 'TSTInfo');
  if (derSmallInteger(fields.expect(TAG.integer, 'TSTInfo version')) !== 1)
    throw new EncodingError('DER_BAD_VALUE', 'a TSTInfo of a version other than 1');
  derOid(fields.expect(TAG.oid, 'TSA policy'));
  const imprintFields = fields.enter(TAG.sequence, 'messageImprint');
  const hash = readAlgorithm(imprintFields, 'messageImprint hashAlgorithm').oid;
  const imprint = imprintFields.expect(TAG.octetString, 'hashedMessage').content;
  imprintFields.end('messageImprint');
  const serial = derInteger(fields.expect(TAG.integer, 'TSTInfo serialNumber'));
  const genTime = derTimeValue(fields.expect(TAG.generalizedTime, 'genTime'));
  const accuracy = fields.nextTag === TAG.sequence ? readAccuracy(fields) : 0;
  const ordering = fields.optional(TAG.boolean);
  if (ordering && !derBoolean(ordering))
    throw new EncodingError('DER_BAD_VALUE', 'ordering FALSE written out (not DER)');
  const nonce = fields.optional(TAG.integer);
  fields.optional(contextTag(0, true));
  if (fields.nextTag === contextTag(1, true)) refuseCritical(fields);
  fields.end('TSTInfo');
  return {
    genTime,
    accuracy,
    imprintHash: SHA2.get(hash) ?? 'unsupported',
    imprint,
    serial,
    ...(nonce && { nonce: derInteger(nonce) }),
  };
}

function readAccuracy(fields: DerReader): number {
  const parts = fields.enter(TAG.sequence, 'accuracy');
  const whole = parts.optional(TAG.integer);
  const seconds = whole ? derSmallInteger(whole) : 0;
  const millis = readFraction(parts, 0);
  const micros = readFraction(parts, 1);
  parts.end('accuracy');
  return seconds + millis / 1e3 + micros / 1e6;
}

function readFraction(parts: DerReader, n: number): number {
  const part = parts.optional(contextTag(n));
  if (!part) return 0;
  const value = derSmallInteger(part);
  if (value < 1 || value > 999)
    throw new EncodingError('DER_BAD_VALUE', 'an accuracy fraction that is not 1 to 999');
  return value;
}

function refuseCritical(fields: DerReader): void {
  const list = fields.enter(contextTag(1, true), 'TSTInfo extensions');
  while (!list.done) {
    const extension = list.enter(TAG.sequence, 'extension');
    const oid = derOid(extension.expect(TAG.oid, 'extnID'));
    const critical = extension.optional(TAG.boolean);
    extension.expect(TAG.octetString, 'extnValue');
    extension.end('extension');
    if (critical && derBoolean(critical))
      throw new EncodingError('DER_BAD_VALUE', `critical extension ${oid} is not understood`);
  }
}
