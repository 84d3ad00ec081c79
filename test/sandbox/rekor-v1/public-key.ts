import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { EntryError } from './error.js';

/** A verifier in an entry: the PEM of one public key, or of a certificate with its chain. */
export interface Verifier {
  readonly key: KeyObject;
  /** The PEM as Rekor writes it into canonical bodies: encoded again, LF, 64 columns. */
  readonly pem: string;
  readonly emails: readonly string[];
}

const BLOCK = /-----BEGIN ([A-Z ]+)-----\r?\n([A-Za-z0-9+/=\s]*)-----END \1-----(?:\r?\n|$)/g;
const CURVES = new Set(['prime256v1', 'secp384r1', 'secp521r1', 'secp224r1']);

/**
 * Reads a verifier in Rekor's "x509" format.
 * @throws EntryError with Rekor's text
 */
export function parseVerifier(content: Uint8Array): Verifier {
  const text = Buffer.from(content).toString('latin1');
  const blocks = [...text.matchAll(BLOCK)].map((match) => ({
    label: match[1] ?? '',
    der: Buffer.from((match[2] ?? '').replace(/\s/g, ''), 'base64'),
  }));
  const first = blocks[0];
  if (!first) throw new EntryError('invalid public key: failure decoding PEM');
  if (
    text
      .replace(BLOCK, '')
      .replace(/^[^-]*\n/, '')
      .trim() !== ''
  )
    throw new EntryError('error during PEM decoding');
  const pem = blocks.map(({ label, der }) => encodePem(label, der)).join('');
  if (first.label !== 'CERTIFICATE') return { key: publicKeyOf(first.der), pem, emails: [] };
  const certificate = readCertificate(first.der);
  const emails = (certificate.subjectAltName ?? '')
    .split(', ')
    .flatMap((name) => (name.startsWith('email:') ? [name.slice('email:'.length)] : []));
  return { key: checkedCurve(certificate.publicKey), pem, emails };
}

/** The key of a verifier in the search index. */
export function verifierIndexKey(verifier: Verifier): string {
  return createHash('sha256').update(verifier.pem).digest('hex');
}

/** True for the pairs of key and hash that Rekor logs by default (its `client_signing_algorithms`). */
export function algorithmAllowed(key: KeyObject, hash: string): boolean {
  const { namedCurve = '', modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa') return hash === 'sha256' && [2048, 3072, 4096].includes(modulusLength);
  if (key.asymmetricKeyType === 'ed25519') return hash === 'sha512';
  return { prime256v1: 'sha256', secp384r1: 'sha384', secp521r1: 'sha512' }[namedCurve] === hash;
}

function readCertificate(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch {
    throw new EntryError('x509: malformed certificate');
  }
}

function publicKeyOf(der: Buffer): KeyObject {
  try {
    return checkedCurve(createPublicKey({ key: der, format: 'der', type: 'spki' }));
  } catch (error) {
    throw error instanceof EntryError ? error : new EntryError('x509: malformed public key');
  }
}

function checkedCurve(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType === 'ec' && !CURVES.has(key.asymmetricKeyDetails?.namedCurve ?? ''))
    throw new EntryError('x509: unsupported elliptic curve');
  return key;
}

function encodePem(label: string, der: Uint8Array): string {
  const lines = (
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  ).map((line) => `${line}\n`);
  return `-----BEGIN ${label}-----\n${lines.join('')}-----END ${label}-----\n`;
}
