import type { HashAlgorithm } from '../primitives/index.js';

/** Object identifiers of timestamp tokens (RFC 5652, RFC 3161, RFC 5035). */
export const OID = {
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  rsaEncryption: '1.2.840.113549.1.1.1',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

/** The SHA-2 hashes a token may use, by OID (RFC 5754). */
export const SHA2: ReadonlyMap<string, 'sha256' | 'sha384' | 'sha512'> = new Map([
  [OID.sha256, 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/** OID of a SHA-2 hash by the size of its digest in bytes. */
export function sha2OidOfSize(size: number): string | undefined {
  const names: Record<number, HashAlgorithm> = { 32: 'sha256', 48: 'sha384', 64: 'sha512' };
  return [...SHA2].find(([, name]) => name === names[size])?.[0];
}
