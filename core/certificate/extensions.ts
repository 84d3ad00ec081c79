import {
  contextTag,
  DerReader,
  derBoolean,
  derNamedBits,
  derOid,
  derSmallInteger,
  readDer,
  TAG,
} from '../encoding/index.js';
import type { Certificate, CertificateExtension } from './types.js';

/** Extensions this program reads (RFC 5280 section 4.2.1; RFC 6962 section 3.3). */
export const EXTENSION = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyId: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  inhibitAnyPolicy: '2.5.29.54',
  sctList: '1.3.6.1.4.1.11129.2.4.2',
} as const;

/** Extended key usages (RFC 5280 section 4.2.1.12). */
export const PURPOSE = {
  any: '2.5.29.37.0',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const;

/** Bits of KeyUsage (RFC 5280 section 4.2.1.3). */
export const KEY_USAGE = { digitalSignature: 0, contentCommitment: 1, keyCertSign: 5 } as const;

// The extensions that this program applies. Any other critical extension makes a certificate unusable (RFC 5280 section 4.2).
const UNDERSTOOD: ReadonlySet<string> = new Set([
  EXTENSION.keyUsage,
  EXTENSION.subjectAltName,
  EXTENSION.basicConstraints,
  EXTENSION.extendedKeyUsage,
]);

/** Extensions that mean something only for a whole path: names in `name-constraints.ts`, policies in `policies.ts`. */
export const PATH_RULES: readonly string[] = [
  EXTENSION.nameConstraints,
  EXTENSION.certificatePolicies,
  EXTENSION.policyMappings,
  EXTENSION.policyConstraints,
  EXTENSION.inhibitAnyPolicy,
];

/** The extension with this OID. */
export function findExtension(cert: Certificate, oid: string): CertificateExtension | undefined {
  return cert.extensions.find((extension) => extension.oid === oid);
}

/**
 * The OID of a critical extension whose meaning this program does not apply.
 * @param applied OIDs of extensions that the caller applies to the path
 */
export function unknownCritical(cert: Certificate, applied: readonly string[] = []): string | undefined {
  const known = (oid: string) => UNDERSTOOD.has(oid) || applied.includes(oid);
  return cert.extensions.find(({ oid, critical }) => critical && !known(oid))?.oid;
}

/**
 * BasicConstraints; a certificate without it is not a CA (RFC 5280 section 4.2.1.9).
 * @throws EncodingError
 */
export function basicConstraints(cert: Certificate): { ca: boolean; pathLength?: number } {
  const found = findExtension(cert, EXTENSION.basicConstraints);
  if (!found) return { ca: false };
  const fields = readDer(found.value, TAG.sequence, 'basicConstraints');
  const flag = fields.optional(TAG.boolean);
  const length = fields.optional(TAG.integer);
  fields.end('basicConstraints');
  const ca = flag !== undefined && derBoolean(flag);
  return { ca, ...(length && { pathLength: derSmallInteger(length) }) };
}

/**
 * The bits of KeyUsage, undefined when it states none.
 * @throws EncodingError
 */
export function keyUsage(cert: Certificate): ReadonlySet<number> | undefined {
  const found = findExtension(cert, EXTENSION.keyUsage);
  if (!found) return undefined;
  const reader = new DerReader(found.value);
  const bits = derNamedBits(reader.expect(TAG.bitString, 'keyUsage'));
  reader.end('keyUsage');
  return bits;
}

/**
 * The OIDs of ExtendedKeyUsage, undefined when it states none.
 * @throws EncodingError
 */
export function extendedKeyUsage(cert: Certificate): readonly string[] | undefined {
  const found = findExtension(cert, EXTENSION.extendedKeyUsage);
  if (!found) return undefined;
  const list = readDer(found.value, TAG.sequence, 'extKeyUsage');
  const out: string[] = [];
  do out.push(derOid(list.expect(TAG.oid, 'extKeyUsage')));
  while (!list.done);
  return out;
}

/**
 * The subject key identifier (RFC 5280 section 4.2.1.2).
 * @throws EncodingError
 */
export function subjectKeyId(cert: Certificate): Uint8Array | undefined {
  const found = findExtension(cert, EXTENSION.subjectKeyId);
  if (!found) return undefined;
  const reader = new DerReader(found.value);
  const id = reader.expect(TAG.octetString, 'subjectKeyIdentifier').content;
  reader.end('subjectKeyIdentifier');
  return id;
}

/**
 * The keyIdentifier of the authority key identifier; its issuer and serial are not used (RFC 5280 section 4.2.1.1).
 * @throws EncodingError
 */
export function authorityKeyId(cert: Certificate): Uint8Array | undefined {
  const found = findExtension(cert, EXTENSION.authorityKeyId);
  if (!found) return undefined;
  const fields = readDer(found.value, TAG.sequence, 'authorityKeyIdentifier');
  return fields.optional(contextTag(0))?.content;
}
