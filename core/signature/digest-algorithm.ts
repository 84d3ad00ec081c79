import type { HashAlgorithm } from '../primitives/index.js';
import { CmsError } from './error.js';
import { OID } from './oid.js';

const ACCEPTED: Readonly<Record<string, HashAlgorithm>> = {
  [OID.sha256]: 'sha256',
  [OID.sha384]: 'sha384',
  [OID.sha512]: 'sha512',
};

const WEAK: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.2': 'MD2',
  '1.2.840.113549.2.4': 'MD4',
  '1.2.840.113549.2.5': 'MD5',
  '1.3.14.3.2.26': 'SHA-1',
  '1.3.36.3.2.1': 'RIPEMD-160',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
};

/**
 * The hash of a digest algorithm OID: SHA-256, SHA-384 or SHA-512 (RFC 5754); undefined for an unknown OID.
 * @throws CmsError DIGEST_ALGORITHM_WEAK for hashes that are not secure enough for a signature
 */
export function digestAlgorithm(oid: string): HashAlgorithm | undefined {
  const weak = WEAK[oid];
  if (weak)
    throw new CmsError('DIGEST_ALGORITHM_WEAK', `the signature rests on ${weak}, which is not secure`);
  return ACCEPTED[oid];
}
