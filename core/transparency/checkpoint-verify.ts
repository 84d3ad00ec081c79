import type { TrustedLog } from '../certificate/trusted.js';
import { concatBytes, equalBytes, utf8 } from '../encoding/index.js';
import { digest, type HashAlgorithm, type PublicKey, verifySignature } from '../primitives/index.js';
import { rekorV1Hash } from './set.js';
import type { Checkpoint } from './types.js';

/** Whether a checkpoint is this log's. */
export type CheckpointResult = 'ok' | 'signature-wrong' | 'origin-wrong' | 'no-signature-of-this-key';

const KEY_HINT_LENGTH = 4;
const ED25519_RAW_LENGTH = 32;
const NOTE_ED25519 = Uint8Array.of(0x01);
const NOTE_OTHER = Uint8Array.of(0xff);
const RSA_ID = 'PKIX-RSA-PKCS#1v1.5';
// Rekor v1 (rekor pkg/util/checkpoint.go): host name of the log, then the id of the Trillian tree.
const V1_ORIGIN = /^(\S+) - \d+$/;
const V2_HASH = { 'P-256': 'sha256', 'P-384': 'sha384', 'P-521': 'sha512' } as const;

// Every checkpoint needs the same few keys of a trusted root.
const spkiHashes = new WeakMap<PublicKey, Uint8Array>();

function spkiHash(key: PublicKey): Uint8Array {
  let hash = spkiHashes.get(key);
  if (!hash) {
    hash = digest('sha256', key.spki);
    spkiHashes.set(key, hash);
  }
  return hash;
}

/**
 * Key id of a note verifier, 32 bytes, of which the first four are the key hint of its signatures. Ed25519:
 * SHA-256(name || 0A || 01 || key) (C2SP signed-note.md); ECDSA: SHA-256 of the SPKI (RFC 6962 log id); RSA as
 * rekor-tiles defines it (pkg/note).
 */
export function checkpointKeyId(name: string, key: PublicKey): Uint8Array {
  const prefix = () => utf8(`${name}\n`);
  switch (key.type) {
    case 'ecdsa':
      return spkiHash(key);
    case 'ed25519':
      return digest('sha256', concatBytes(prefix(), NOTE_ED25519, key.spki.subarray(-ED25519_RAW_LENGTH)));
    case 'rsa':
      return digest('sha256', concatBytes(prefix(), NOTE_OTHER, utf8(RSA_ID), key.spki));
  }
}

/** The names a Rekor v2 log may sign under: host, with or without port, and path of its base URL (rekor-tiles CLIENTS.md). */
function isNameOf(name: string, log: TrustedLog): boolean {
  // Without a URL, the log id proves the name: for an Ed25519 key, the id is a hash over the name.
  if (log.baseUrl === '') return equalBytes(checkpointKeyId(name, log.key), log.logId);
  if (!URL.canParse(log.baseUrl)) return false;
  const { hostname, host, pathname } = new URL(log.baseUrl);
  const path = pathname.replace(/\/$/, '');
  return name === `${hostname}${path}` || name === `${host}${path}`;
}

function v2Hash(key: PublicKey): HashAlgorithm | undefined {
  if (key.type === 'ed25519') return undefined;
  return key.curve ? V2_HASH[key.curve] : 'sha256';
}

/**
 * Checks that this log signed the checkpoint, and that the checkpoint is about this log. Rekor v1: the origin is `<name> -
 * <tree id>`, signed as `<name>` with SHA-256, key hint from the SPKI. Rekor v2: origin and signer name are the host of the
 * log's base URL. Signatures by others (witnesses) are ignored.
 * @returns `no-signature-of-this-key` when none has the key's hint. Never throws.
 */
export async function verifyCheckpoint(checkpoint: Checkpoint, log: TrustedLog): Promise<CheckpointResult> {
  const v1Name = V1_ORIGIN.exec(checkpoint.origin)?.[1];
  const keyId = (name: string): Uint8Array =>
    v1Name === undefined ? checkpointKeyId(name, log.key) : spkiHash(log.key);
  const ofKey = checkpoint.signatures.filter(({ name, keyHint }) =>
    equalBytes(keyId(name).subarray(0, KEY_HINT_LENGTH), keyHint),
  );
  if (ofKey.length === 0) return 'no-signature-of-this-key';
  const signer = v1Name ?? checkpoint.origin;
  const named = ofKey.filter(({ name }) => name === signer);
  if (named.length === 0 || (v1Name === undefined && !isNameOf(signer, log))) return 'origin-wrong';
  const hash = v1Name === undefined ? v2Hash(log.key) : rekorV1Hash(log.key);
  for (const { signature } of named)
    if (await verifySignature(log.key, hash, checkpoint.signedBytes, signature)) return 'ok';
  return 'signature-wrong';
}
