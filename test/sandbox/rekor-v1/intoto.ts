import { isObject } from '../../../core/encoding/index.js';
import { type Envelope, notVerified, parseEnvelope, sha256Hex, signerOf, subjectKeys } from './dsse.js';
import type { CanonicalEntry } from './entry.js';
import { EntryError, RekorError, requireMembers } from './error.js';
import { base64Member } from './hashedrekord.js';
import { parseVerifier, verifierIndexKey } from './public-key.js';

const MEMBER = 'content.content.envelope.content.envelope.';

/** Verifies and canonicalizes the spec of an intoto 0.0.2 entry. Payload and signatures are base64-encoded twice. */
export function canonicalizeIntoto(spec: Readonly<Record<string, unknown>>): CanonicalEntry {
  const content = isObject(spec['content']) ? spec['content'] : {};
  const proposed = isObject(content['envelope']) ? content['envelope'] : {};
  requireMembers(proposed, MEMBER, proposed['payloadType'] === undefined ? 'payloadType' : 'signatures');
  const items = Array.isArray(proposed['signatures']) ? proposed['signatures'].filter(isObject) : [];
  if (items.length === 0)
    throw new EntryError(
      `validation failure list:\n${MEMBER}signatures in body should have at least 1 items`,
    );
  const envelope: Envelope = {
    payloadType: String(proposed['payloadType']),
    payload: Buffer.from(once(proposed['payload'], 'payload'), 'base64'),
    signatures: items.map(({ sig }) => ({ sig: once(sig, 'signature') })),
  };
  const verifiers = items.map(({ publicKey }) => parseVerifier(base64Member(publicKey, 'public key')));
  const holds = envelope.signatures.every(({ sig }) => signerOf(envelope, sig, verifiers));
  if (!holds) throw notVerified(0);
  const payloadHash = sha256Hex(envelope.payload);
  return {
    kind: 'intoto',
    apiVersion: '0.0.2',
    spec: {
      content: {
        envelope: {
          payloadType: envelope.payloadType,
          signatures: items.map(({ sig, keyid }, i) => ({
            ...(typeof keyid === 'string' && keyid !== '' ? { keyid } : {}),
            publicKey: Buffer.from(verifiers[i]?.pem ?? '').toString('base64'),
            sig: String(sig),
          })),
        },
        hash: hashMember(content['hash']),
        payloadHash: { algorithm: 'sha256', value: payloadHash },
      },
    },
    indexKeys: [
      `sha256:${payloadHash}`,
      ...subjectKeys(envelope),
      ...verifiers.flatMap((verifier) => [verifierIndexKey(verifier), ...verifier.emails]),
    ],
    attestation: envelope.payload,
  };
}

/** Verifies and canonicalizes the spec of an intoto 0.0.1 entry: an envelope as text and one public key. */
export function canonicalizeIntotoV001(spec: Readonly<Record<string, unknown>>): CanonicalEntry {
  const content = isObject(spec['content']) ? spec['content'] : {};
  requireMembers(spec, '', 'content', 'publicKey');
  const text = String(content['envelope']);
  const envelope = parseEnvelope(text);
  const verifier = parseVerifier(base64Member(spec['publicKey'], 'public key'));
  if (!envelope.signatures.some(({ sig }) => signerOf(envelope, sig, [verifier]))) throw notVerified(0);
  const hash = sha256Hex(Buffer.from(text));
  const payloadHash = sha256Hex(envelope.payload);
  return {
    kind: 'intoto',
    apiVersion: '0.0.1',
    spec: {
      content: {
        hash: { algorithm: 'sha256', value: hash },
        payloadHash: { algorithm: 'sha256', value: payloadHash },
      },
      publicKey: Buffer.from(verifier.pem).toString('base64'),
    },
    indexKeys: [
      `sha256:${hash}`,
      `sha256:${payloadHash}`,
      ...subjectKeys(envelope),
      verifierIndexKey(verifier),
      ...verifier.emails,
    ],
    attestation: envelope.payload,
  };
}

function once(value: unknown, what: string): string {
  return Buffer.from(base64Member(value, what)).toString('latin1');
}

/** The envelope's hash comes from the client. Rekor 1.5 stores it without checking. */
function hashMember(hash: unknown): { algorithm: string; value: string } {
  if (!isObject(hash)) throw new RekorError(500, 'error generating canonicalized entry');
  return { algorithm: String(hash['algorithm']), value: String(hash['value']) };
}
