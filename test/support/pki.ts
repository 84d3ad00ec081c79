import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { type Certificate, parseCertificate } from '../../core/certificate/index.js';
import { concatBytes, der, TAG } from '../../core/encoding/index.js';
import { digest } from '../../core/primitives/index.js';
import {
  authorityKeyId,
  basicConstraints,
  CODE_SIGNING,
  type Extension,
  email,
  extendedKeyUsage,
  extension,
  fulcio,
  keyUsage,
  subjectAltName,
  subjectKeyId,
} from './pki-extensions.js';
import { rsaPair } from './rsa.js';

// A certificate authority for tests. It can issue certificates that no authority should issue.

/** Kinds of key, with the algorithm they sign certificates with. */
const KINDS = {
  'P-256': { oid: '1.2.840.10045.4.3.2', hash: 'sha256' },
  'P-384': { oid: '1.2.840.10045.4.3.3', hash: 'sha384' },
  'P-521': { oid: '1.2.840.10045.4.3.4', hash: 'sha512' },
  rsa: { oid: '1.2.840.113549.1.1.11', hash: 'sha256' },
  'rsa-1024': { oid: '1.2.840.113549.1.1.11', hash: 'sha256' },
  'rsa-sha1': { oid: '1.2.840.113549.1.1.5', hash: 'sha1' },
  ed25519: { oid: '1.3.101.112', hash: null },
} as const;

export type KeyKind = keyof typeof KINDS;

/** A key pair of a kind. */
export interface TestKey {
  readonly kind: KeyKind;
  readonly privateKey: KeyObject;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
}

/** A fresh key pair. */
export function newKey(kind: KeyKind = 'P-256'): TestKey {
  const { privateKey, publicKey } = generate(kind);
  return { kind, privateKey, spki: Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' })) };
}

function generate(kind: KeyKind): { privateKey: KeyObject; publicKey: KeyObject } {
  if (kind === 'ed25519') return generateKeyPairSync('ed25519');
  if (kind.startsWith('rsa')) return rsaPair(kind === 'rsa-1024' ? 1024 : 2048);
  return generateKeyPairSync('ec', { namedCurve: kind });
}

/** AlgorithmIdentifier and signature over `data`, for this kind of key. */
export function signWith(key: TestKey, data: Uint8Array): { algorithm: Uint8Array; signature: Uint8Array } {
  const { oid, hash } = KINDS[key.kind];
  const parameters = key.kind.startsWith('rsa') ? [der.nullValue()] : [];
  return {
    algorithm: der.sequence(der.oid(oid), ...parameters),
    signature: Uint8Array.from(sign(hash, data, key.privateKey)),
  };
}

/** A certificate, with the key it is for. */
export interface Issued {
  readonly der: Uint8Array;
  readonly certificate: Certificate;
  readonly key: TestKey;
  readonly name: Uint8Array;
}

/** The certificate to issue. Without `issuer`, it is self-signed. */
export interface IssueOptions {
  readonly name?: Uint8Array;
  readonly key?: TestKey;
  readonly issuer?: Issued;
  /** Signs instead of the issuer's key. */
  readonly signingKey?: TestKey;
  readonly notBefore?: number;
  readonly notAfter?: number;
  readonly extensions: readonly Extension[];
  /** SCTs to embed, one from each log. */
  readonly scts?: readonly TestSct[];
}

/** An SCT to make with a log; `spoil` changes the signed data. */
export interface TestSct {
  readonly log: TestKey;
  /** Unix seconds. */
  readonly time: number;
  readonly spoil?: boolean;
}

/** A Name with one common name and, as in Sigstore, an organization. */
export function commonName(text: string): Uint8Array {
  const rdn = (oid: string, value: string) => der.setOf(der.sequence(der.oid(oid), der.utf8String(value)));
  return der.sequence(rdn('2.5.4.10', 'waxseal.test'), rdn('2.5.4.3', text));
}

export const EMPTY_NAME = der.sequence();
/** 2026-01-01T00:00:00Z */
export const T0 = 1767225600;
export const YEAR = 365 * 86400;

/** Issues exactly this certificate. By default it is valid for a year from T0. */
export function issue(options: IssueOptions): Issued {
  const { key = newKey(), name = EMPTY_NAME, issuer, notBefore = T0, notAfter = T0 + YEAR } = options;
  const signer = options.signingKey ?? issuer?.key ?? key;
  const { algorithm } = signWith(signer, new Uint8Array());
  const serial = randomBytes(16);
  serial[0] = 0x4a;
  const tbs = (extensions: readonly Extension[]) =>
    der.sequence(
      der.explicit(0, der.integer(2)),
      der.integer(serial),
      algorithm,
      issuer?.name ?? name,
      der.sequence(der.time(notBefore), der.time(notAfter)),
      name,
      key.spki,
      ...(extensions.length > 0 ? [der.explicit(3, der.sequence(...extensions))] : []),
    );
  const bare = tbs(options.extensions);
  const scts = options.scts?.map((sct) => signedTimestamp(sct, bare, (issuer?.key ?? key).spki));
  const body = scts ? tbs([...options.extensions, sctList(scts)]) : bare;
  const bytes = der.sequence(body, algorithm, der.bitString(signWith(signer, body).signature));
  return { der: bytes, certificate: parseCertificate(bytes), key, name };
}

function uint(value: number, octets: number): Uint8Array {
  return Uint8Array.from(Buffer.from(value.toString(16).padStart(octets * 2, '0'), 'hex'));
}

function signedTimestamp({ log, time, spoil }: TestSct, tbs: Uint8Array, issuerSpki: Uint8Array): Uint8Array {
  const milliseconds = uint(Math.round(time * 1000) + (spoil ? 1 : 0), 8);
  const head = concatBytes(Uint8Array.of(0, 0), milliseconds, Uint8Array.of(0, 1));
  const signed = concatBytes(
    head,
    digest('sha256', issuerSpki),
    uint(tbs.length, 3),
    tbs,
    Uint8Array.of(0, 0),
  );
  const { signature } = signWith(log, signed);
  return concatBytes(
    Uint8Array.of(0),
    digest('sha256', log.spki),
    uint(Math.round(time * 1000), 8),
    Uint8Array.of(0, 0, 4, log.kind === 'rsa' ? 1 : 3),
    uint(signature.length, 2),
    signature,
  );
}

function sctList(scts: readonly Uint8Array[]): Extension {
  const items = concatBytes(...scts.map((sct) => concatBytes(uint(sct.length, 2), sct)));
  const value = der.element(TAG.octetString, uint(items.length, 2), items);
  return extension('1.3.6.1.4.1.11129.2.4.2', value);
}

const keyId = (key: TestKey) => digest('sha1', key.spki);

/** A CA certificate; self-signed without `issuer`. `extensions` replaces the usual ones. */
export function issueAuthority(
  cn: string,
  options: Partial<IssueOptions> & { pathLength?: number } = {},
): Issued {
  const key = options.key ?? newKey();
  const extensions = [basicConstraints(true, options.pathLength), keyUsage(5, 6), subjectKeyId(keyId(key))];
  return issue({
    name: commonName(cn),
    notAfter: T0 + 10 * YEAR,
    extensions: options.issuer ? [...extensions, authorityKeyId(keyId(options.issuer.key))] : extensions,
    ...options,
    key,
  });
}

/** The extensions of a Fulcio certificate, by name, so that tests can replace some. */
export function fulcioExtensions(issuer: Issued): Record<string, Extension> {
  return {
    keyUsage: keyUsage(0),
    extendedKeyUsage: extendedKeyUsage([CODE_SIGNING]),
    authorityKeyId: authorityKeyId(keyId(issuer.key)),
    subjectAltName: subjectAltName(email('dev@waxseal.test')),
    issuerV1: fulcio(1, 'https://issuer.test'),
    issuerV2: fulcio(8, 'https://issuer.test'),
  };
}

/** A Fulcio-like leaf, valid for ten minutes from T0. `replace` overrides extensions by name; undefined leaves one out. */
export function issueLeaf(
  issuer: Issued,
  replace: Record<string, Extension | undefined> = {},
  options: Partial<IssueOptions> = {},
): Issued {
  const extensions = Object.values({ ...fulcioExtensions(issuer), ...replace }).filter(
    (item) => item !== undefined,
  );
  return issue({ issuer, notAfter: T0 + 600, extensions, ...options });
}
