import { contextTag, type DerReader, derOid, derSmallInteger, readDer, TAG } from '../encoding/index.js';
import type { HashAlgorithm } from '../primitives/index.js';

/** OID of RSASSA-PSS. */
export const RSASSA_PSS = '1.2.840.113549.1.1.10';

const MGF1 = '1.2.840.113549.1.1.8';
const HASHES: ReadonlyMap<string, HashAlgorithm> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);
const LONGEST_SALT = 512;

function hashOf(level: DerReader): HashAlgorithm | undefined {
  const algorithm = level.enter(TAG.sequence, 'the hash of RSASSA-PSS');
  const oid = derOid(algorithm.expect(TAG.oid, 'the hash of RSASSA-PSS'));
  algorithm.optional(TAG.null);
  algorithm.end('the hash of RSASSA-PSS');
  return HASHES.get(oid);
}

function maskHash(level: DerReader): HashAlgorithm | undefined {
  const algorithm = level.enter(TAG.sequence, 'the mask of RSASSA-PSS');
  const oid = derOid(algorithm.expect(TAG.oid, 'the mask of RSASSA-PSS'));
  const hash = oid === MGF1 ? hashOf(algorithm) : undefined;
  if (oid === MGF1) algorithm.end('the mask of RSASSA-PSS');
  return hash;
}

/**
 * RSASSA-PSS-params (RFC 4055 section 3.1): SHA-2 with MGF1 of the same hash, as RFC 8702 says and everybody does it.
 * @returns undefined for other algorithms, also for the defaults (SHA-1)
 * @throws EncodingError
 */
export function readPssParameters(
  der: Uint8Array,
): { readonly hash: HashAlgorithm; readonly saltLength: number } | undefined {
  const fields = readDer(der, TAG.sequence, 'RSASSA-PSS-params');
  const parts = [0, 1, 2, 3].map((n) => {
    const field = fields.optional(contextTag(n, true));
    return field && fields.inside(field);
  });
  fields.end('RSASSA-PSS-params');
  const [hashField, maskField, saltField, trailerField] = parts;
  const hash = hashField && hashOf(hashField);
  const mask = maskField && maskHash(maskField);
  const saltLength = saltField ? derSmallInteger(saltField.expect(TAG.integer, 'the salt length')) : 20;
  const trailer = trailerField ? derSmallInteger(trailerField.expect(TAG.integer, 'the trailer field')) : 1;
  if (!hash || hash !== mask || saltLength > LONGEST_SALT || trailer !== 1) return undefined;
  return { hash, saltLength };
}
