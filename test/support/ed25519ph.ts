import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { fromLittleEndian, hashToNumber, ORDER, timesBase } from '../sandbox/ed25519ph.js';

/** Ed25519ph (RFC 8032 section 5.1) of `data` with an Ed25519 key: what Rekor takes from such keys. */
export function signEd25519ph(key: KeyObject, data: Uint8Array): Uint8Array {
  const seed = key.export({ type: 'pkcs8', format: 'der' }).subarray(-32);
  const expanded = createHash('sha512').update(seed).digest();
  const secret = Uint8Array.from(expanded.subarray(0, 32));
  secret[0] = (secret[0] ?? 0) & 0xf8;
  secret[31] = ((secret[31] ?? 0) & 0x7f) | 0x40;
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(-32);
  const digest = createHash('sha512').update(data).digest();
  const r = hashToNumber(expanded.subarray(32), digest) % ORDER;
  const point = timesBase(r);
  const k = hashToNumber(point, publicKey, digest) % ORDER;
  const s = (r + k * fromLittleEndian(secret)) % ORDER;
  return Buffer.concat([point, Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse()]);
}
