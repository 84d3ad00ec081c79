import type { TrustedLog } from '../certificate/trusted.js';
import { toBase64, toHex, utf8 } from '../encoding/index.js';
import { type PublicKey, verifySignature } from '../primitives/index.js';
import type { LogEntry } from './types.js';

/** The hash Rekor v1 signs with, whatever the curve: SHA-256 (rekor pkg/api, pkg/util); none for Ed25519. */
export function rekorV1Hash(key: PublicKey): 'sha256' | undefined {
  return key.type === 'ed25519' ? undefined : 'sha256';
}

/**
 * The bytes that a signed entry timestamp (SET) covers: RFC 8785 JSON of body, integratedTime, logID and the global logIndex
 * (Rekor v1).
 */
export function setPayload(entry: LogEntry, body: Uint8Array): Uint8Array {
  // Written by hand with the members in order: nothing needs escapes, and numbers print as RFC 8785 requires.
  const { integratedTime, logId, logIndex } = entry;
  return utf8(
    `{"body":"${toBase64(body)}","integratedTime":${integratedTime},"logID":"${toHex(logId)}","logIndex":${logIndex}}`,
  );
}

/** True when the entry has a signed entry timestamp of this log over this body. Never throws. */
export function verifySet(entry: LogEntry, body: Uint8Array, log: TrustedLog): Promise<boolean> {
  if (!entry.set) return Promise.resolve(false);
  return verifySignature(log.key, rekorV1Hash(log.key), setPayload(entry, body), entry.set);
}
