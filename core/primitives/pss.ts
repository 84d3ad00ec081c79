import { constants, verify } from 'node:crypto';
import type { HashAlgorithm, PublicKey } from './index.js';

/** True when an RSA key's RSASSA-PSS signature over `data` verifies, with MGF1 of the same hash (RFC 8017 section 8.1.2). */
export function verifyPss(
  key: PublicKey,
  scheme: { readonly hash: HashAlgorithm; readonly saltLength: number },
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (key.type !== 'rsa') return Promise.resolve(false);
  const { hash, saltLength } = scheme;
  const padded = { key: key.handle, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
  return new Promise((resolve) => {
    try {
      verify(hash, data, padded, signature, (error, good) => resolve(!error && good));
    } catch {
      resolve(false);
    }
  });
}
