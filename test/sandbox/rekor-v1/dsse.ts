import { createHash, verify } from 'node:crypto';
import { isObject } from '../../../core/encoding/index.js';
import type { CanonicalEntry } from './entry.js';
import { EntryError, requireMembers } from './error.js';
import { base64Member } from './hashedrekord.js';
import { parseVerifier, type Verifier, verifierIndexKey } from './public-key.js';

/** A DSSE envelope's parts (github.com/secure-systems-lab/dsse protocol.md). */
export interface Envelope {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  /** Base64 as sent. */
  readonly signatures: readonly { readonly sig: string; readonly keyid?: string }[];
}

/** Verifies and canonicalizes the spec of a dsse 0.0.1 entry. */
export function canonicalizeDsse(spec: Readonly<Record<string, unknown>>): CanonicalEntry {
  const { proposedContent } = spec;
  if (!isObject(proposedContent))
    throw new EntryError(
      'either proposedContent or envelopeHash, payloadHash, and signatures must be present',
    );
  const { envelope, verifiers } = proposedContent;
  requireMembers(proposedContent, 'proposedContent.proposedContent.', 'envelope', 'verifiers');
  if (!Array.isArray(verifiers) || verifiers.length === 0)
    throw new EntryError(
      'validation failure list:\nproposedContent.proposedContent.verifiers in body should have at least 1 items',
    );
  const text = String(envelope);
  const parsed = parseEnvelope(text);
  const keys = verifiers.map((pem) => namedVerifier(base64Member(pem, 'verifier')));
  const signatures = parsed.signatures
    .flatMap(({ sig }) => {
      const verifier = signerOf(parsed, sig, keys);
      return verifier ? [{ signature: sig, verifier }] : [];
    })
    .filter(({ verifier }, i, all) => all.findIndex((other) => other.verifier === verifier) === i)
    .sort((a, b) => (a.signature < b.signature ? -1 : 1));
  if (signatures.length < parsed.signatures.filter(unique).length) throw notVerified(signatures.length);
  const envelopeHash = sha256Hex(Buffer.from(text));
  const payloadHash = sha256Hex(parsed.payload);
  return {
    kind: 'dsse',
    apiVersion: '0.0.1',
    spec: {
      envelopeHash: { algorithm: 'sha256', value: envelopeHash },
      payloadHash: { algorithm: 'sha256', value: payloadHash },
      signatures: signatures.map(({ signature, verifier }) => ({
        signature,
        verifier: Buffer.from(verifier.pem).toString('base64'),
      })),
    },
    indexKeys: [
      `sha256:${envelopeHash}`,
      `sha256:${payloadHash}`,
      ...subjectKeys(parsed),
      ...signatures.flatMap(({ verifier }) => [verifierIndexKey(verifier), ...verifier.emails]),
    ],
  };
}

const unique = ({ sig }: { sig: string }, i: number, all: readonly { sig: string }[]): boolean =>
  all.findIndex((other) => other.sig === sig) === i;

/** The error for an envelope in which no signature holds. */
export function notVerified(found: number): EntryError {
  return new EntryError(
    `could not verify envelope: accepted signatures do not match threshold, Found: ${found}, Expected 1`,
  );
}

/** The verifier whose key made this base64 signature over the envelope's pre-authentication encoding. */
export function signerOf(
  envelope: Envelope,
  signature: string,
  verifiers: readonly Verifier[],
): Verifier | undefined {
  const head = `DSSEv1 ${Buffer.byteLength(envelope.payloadType)} ${envelope.payloadType} ${envelope.payload.length} `;
  const signed = Buffer.concat([Buffer.from(head), envelope.payload]);
  return verifiers.find(({ key }) => {
    const hash = { secp384r1: 'sha384', secp521r1: 'sha512' }[key.asymmetricKeyDetails?.namedCurve ?? ''];
    const algorithm = key.asymmetricKeyType === 'ed25519' ? null : (hash ?? 'sha256');
    return verify(algorithm, signed, key, Buffer.from(signature, 'base64'));
  });
}

/** Index keys of the subjects of an in-toto statement; none for any other payload. */
export function subjectKeys(envelope: Envelope): string[] {
  let statement: unknown;
  try {
    statement = JSON.parse(Buffer.from(envelope.payload).toString());
  } catch {
    return [];
  }
  const subjects = isObject(statement) && Array.isArray(statement['subject']) ? statement['subject'] : [];
  return subjects.flatMap((subject: unknown) =>
    isObject(subject) && isObject(subject['digest'])
      ? Object.entries(subject['digest']).map(([name, hex]) => `${name}:${hex}`.toLowerCase())
      : [],
  );
}

/** Lower-case hexadecimal SHA-256. */
export function sha256Hex(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function namedVerifier(pem: Uint8Array): Verifier {
  try {
    return parseVerifier(pem);
  } catch (error) {
    throw error instanceof EntryError
      ? new EntryError(`could not parse public key as x509: ${error.message}`)
      : error;
  }
}

/** Reads the text of a DSSE envelope. */
export function parseEnvelope(text: string): Envelope {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new EntryError('unexpected end of JSON input');
  }
  const { payloadType, payload, signatures } = isObject(value) ? value : {};
  if (!Array.isArray(signatures) || signatures.length === 0)
    throw new EntryError('DSSE envelope must contain 1 or more signatures');
  return {
    payloadType: String(payloadType),
    payload: Buffer.from(String(payload), 'base64'),
    signatures: signatures.filter(isObject).map(({ sig, keyid }) => ({
      sig: String(sig),
      ...(typeof keyid === 'string' && keyid !== '' ? { keyid } : {}),
    })),
  };
}
