import {
  concatBytes,
  contextTag,
  DerReader,
  der,
  EncodingError,
  equalBytes,
  latin1,
  readDer,
  startsAt,
  TAG,
} from '../encoding/index.js';
import { digestHex, type HashAlgorithm, type PublicKey, verifySignature } from '../primitives/index.js';
import { isAcceptableKey } from './algorithm.js';
import type { SctOutcome, SignatureCache } from './chain-types.js';
import { EXTENSION, findExtension } from './extensions.js';
import { keyHash, linkName, once } from './key.js';
import { isWithin } from './period.js';
import { TlsReader, tlsUint } from './tls-reader.js';
import type { TrustedLog } from './trusted.js';
import type { Certificate, Sct } from './types.js';

const HASHES: ReadonlyMap<number, Sct['hash']> = new Map([
  [4, 'sha256'],
  [5, 'sha384'],
  [6, 'sha512'],
]);
const KEYS: ReadonlyMap<number, Sct['signatureType']> = new Map([
  [1, 'rsa'],
  [3, 'ecdsa'],
]);
const SCT_LIST_OID = der.oid(EXTENSION.sctList);
const MAX_SCTS = 16;
// The last millisecond of the year 9999. Nothing later is a time.
const MAX_TIMESTAMP_MS = 253402300799999;

/**
 * The signed certificate timestamps embedded in a certificate (RFC 6962 section 3.3); empty without the extension.
 * @throws EncodingError
 */
export function embeddedScts(cert: Certificate): Sct[] {
  const found = findExtension(cert, EXTENSION.sctList);
  if (!found) return [];
  const outer = new DerReader(found.value);
  const list = new TlsReader(outer.expect(TAG.octetString, 'SCT list').content);
  outer.end('SCT list');
  const items = new TlsReader(list.vector());
  list.end('SCT list');
  const out: Sct[] = [];
  do {
    if (out.length === MAX_SCTS) throw new EncodingError('DER_TOO_LARGE', `more than ${MAX_SCTS} SCTs`);
    out.push(readSct(new TlsReader(items.vector())));
  } while (!items.done);
  return out;
}

function readSct(sct: TlsReader): Sct {
  if (sct.uint(1) !== 0) throw new EncodingError('DER_BAD_VALUE', 'an SCT of a version other than 1');
  const logId = sct.take(32);
  const high = sct.uint(2);
  const milliseconds = sct.uint(6);
  if (high > 0 || milliseconds > MAX_TIMESTAMP_MS)
    throw new EncodingError('DER_BAD_VALUE', 'an SCT time beyond the year 9999');
  const extensions = sct.vector();
  const hash = HASHES.get(sct.uint(1)) ?? 'unsupported';
  const signatureType = KEYS.get(sct.uint(1)) ?? 'unsupported';
  const signature = sct.vector();
  sct.end('SCT');
  return { logId, timestamp: milliseconds / 1000, extensions, hash, signatureType, signature };
}

/**
 * Whether a log of `ctLogs` signed this SCT over `cert` as its precertificate, issued by `issuer`, while the log was trusted
 * (RFC 6962 section 3.2). The signature is checked before the period. Never throws: a certificate that cannot be turned back
 * into its precertificate is `wrong`.
 */
export async function verifySct(
  cert: Certificate,
  issuer: Certificate,
  sct: Sct,
  ctLogs: readonly TrustedLog[],
  cache?: SignatureCache,
): Promise<SctOutcome> {
  const logs = ctLogs.filter((log) => equalBytes(log.logId, sct.logId));
  if (logs.length === 0) return 'unknown-log';
  let outcome: SctOutcome = 'wrong';
  for (const { key, validFor } of logs) {
    const { hash } = sct;
    if (hash === 'unsupported' || key.type !== sct.signatureType || !isAcceptableKey(key)) continue;
    const good = await once(
      cache,
      () => linkName(cert, issuer) + sctName(sct, key),
      () => hasSigned(cert, issuer, sct, key, hash),
    );
    if (good && isWithin(validFor, sct.timestamp)) return 'ok';
    if (good) outcome = 'outside-validity';
  }
  return outcome;
}

/** Whether the key signed the SCT; a certificate that cannot be turned back into its precertificate was not signed. */
async function hasSigned(
  cert: Certificate,
  issuer: Certificate,
  sct: Sct,
  key: PublicKey,
  hash: HashAlgorithm,
): Promise<boolean> {
  try {
    return await verifySignature(key, hash, signedData(cert, issuer, sct), sct.signature);
  } catch (error) {
    if (error instanceof EncodingError) return false;
    throw error;
  }
}

/**
 * Names an SCT and the key that it is checked with. Everything else that the log signed follows from the certificate and its
 * issuer.
 */
function sctName({ timestamp, extensions, hash, signature }: Sct, key: PublicKey): string {
  return `${keyName(key)} ${timestamp} ${hash} ${extensions.length} ${latin1(extensions)}${latin1(signature)}`;
}

const keyNames = new WeakMap<PublicKey, string>();

/** SHA-256 of a log's key, hex. Computed once per object. */
function keyName(key: PublicKey): string {
  let name = keyNames.get(key);
  if (name === undefined) {
    name = digestHex('sha256', key.spki);
    keyNames.set(key, name);
  }
  return name;
}

function signedData(cert: Certificate, issuer: Certificate, sct: Sct): Uint8Array {
  const tbs = precertificateTbs(cert);
  return concatBytes(
    Uint8Array.of(0, 0), // v1, certificate_timestamp
    tlsUint(Math.round(sct.timestamp * 1000), 8),
    tlsUint(1, 2), // precert_entry
    keyHash(issuer),
    tlsUint(tbs.length, 3),
    tbs,
    tlsUint(sct.extensions.length, 2),
    sct.extensions,
  );
}

/** The TBSCertificate without the SCT list: what the log saw before the SCTs were put in. */
function precertificateTbs(cert: Certificate): Uint8Array {
  const fields = readDer(cert.tbs, TAG.sequence, 'tbsCertificate');
  const out: Uint8Array[] = [];
  while (!fields.done) {
    const field = fields.any();
    out.push(field.tag === contextTag(3, true) ? withoutSctList(fields.inside(field)) : field.raw);
  }
  return der.sequence(...out);
}

function withoutSctList(field: DerReader): Uint8Array {
  const extensions = field.expect(TAG.sequence, 'extensions');
  field.end('extensions');
  const list = field.inside(extensions);
  const kept: Uint8Array[] = [];
  while (!list.done) {
    const extension = list.expect(TAG.sequence, 'extension');
    if (!startsAt(extension.content, SCT_LIST_OID)) kept.push(extension.raw);
  }
  return der.explicit(3, der.sequence(...kept));
}
