import type { HashAlgorithm } from '../primitives/index.js';

/** Content type TSTInfo (RFC 3161 section 2.4.2). */
export const TST_INFO = '1.2.840.113549.1.9.16.1.4';
/** Attribute SigningCertificate (RFC 2634 section 5.4). */
export const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
/** Attribute SigningCertificateV2 (RFC 5035 section 3). */
export const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
/** Signature algorithm that leaves the hash to the digest algorithm (RFC 3370 section 3.2). */
export const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';

/** The SHA-2 hashes a token may use, by OID (RFC 5754). */
export const SHA2: ReadonlyMap<string, 'sha256' | 'sha384' | 'sha512'> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/** OID of a SHA-2 hash by the size of its digest in bytes. */
export function sha2OidOfSize(size: number): string | undefined {
  const names: Record<number, HashAlgorithm> = { 32: 'sha256', 48: 'sha384', 64: 'sha512' };
  return [...SHA2].find(([, name]) => name === names[size])?.[0];
}
