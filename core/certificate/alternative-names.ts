import {
  contextTag,
  type DerElement,
  DerReader,
  derOid,
  derText,
  EncodingError,
  isAscii,
  latin1,
  readDer,
  TAG,
} from '../encoding/index.js';
import { EXTENSION, findExtension } from './extensions.js';
import type { Certificate, SubjectAlternativeName } from './types.js';

const FULCIO_USERNAME = '1.3.6.1.4.1.57264.1.7';
const MAX_NAMES = 100;

/**
 * Every subject alternative name, in order (RFC 5280 section 4.2.1.6); empty without the extension. A kind this program
 * does not read is listed as `unsupported` with an empty value, so that it still counts.
 * @throws EncodingError
 */
export function subjectAlternativeNames(cert: Certificate): readonly SubjectAlternativeName[] {
  if (cert === last?.cert) return last.names;
  const names = readNames(cert);
  last = { cert, names };
  return names;
}

// The last answer is kept: a leaf is first checked, and then asked whom it names.
let last: { readonly cert: Certificate; readonly names: readonly SubjectAlternativeName[] } | undefined;

function readNames(cert: Certificate): SubjectAlternativeName[] {
  const found = findExtension(cert, EXTENSION.subjectAltName);
  if (!found) return [];
  const names = readDer(found.value, TAG.sequence, 'subjectAltName');
  const out: SubjectAlternativeName[] = [];
  while (!names.done) {
    if (out.length === MAX_NAMES)
      throw new EncodingError('DER_TOO_LARGE', `more than ${MAX_NAMES} subject alternative names`);
    out.push(readName(names.any()));
  }
  return out;
}

function readName(name: DerElement): SubjectAlternativeName {
  switch (name.tag) {
    case contextTag(0, true):
      return readOtherName(name);
    case contextTag(1):
      return { type: 'email', value: ascii(name.content) };
    case contextTag(2):
      return { type: 'dns', value: ascii(name.content) };
    case contextTag(6):
      return { type: 'uri', value: ascii(name.content) };
    case contextTag(7):
      return { type: 'ip', value: address(name.content) };
    default:
      return { type: 'unsupported', value: '' };
  }
}

function ascii(content: Uint8Array): string {
  if (!isAscii(content))
    throw new EncodingError('DER_BAD_VALUE', 'a subject alternative name with a character outside ASCII');
  return latin1(content);
}

function readOtherName(name: DerElement): SubjectAlternativeName {
  const fields = new DerReader(name.content);
  const kind = derOid(fields.expect(TAG.oid, 'otherName'));
  const holder = fields.enter(contextTag(0, true), 'otherName');
  const value = holder.any();
  holder.end('otherName');
  fields.end('otherName');
  if (kind !== FULCIO_USERNAME) return { type: 'unsupported', value: '' };
  if (value.tag !== TAG.utf8String)
    throw new EncodingError('DER_UNEXPECTED_TAG', 'a Fulcio username that is not a UTF8String');
  return { type: 'otherName', value: derText(value) };
}

function address(content: Uint8Array): string {
  if (content.length === 4) return content.join('.');
  if (content.length !== 16)
    throw new EncodingError('DER_BAD_VALUE', 'an IP address of neither 4 nor 16 octets');
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((content[2 * i] ?? 0) * 256 + (content[2 * i + 1] ?? 0)).toString(16),
  );
  return groups.join(':');
}
