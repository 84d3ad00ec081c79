import { generateKeyPairSync, sign } from 'node:crypto';

/** A P-256 key that lives as long as this process and signs ECDSA over SHA-256. */
export interface EphemeralKey {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** DER Ecdsa-Sig-Value over SHA-256 of `data`. */
  readonly sign: (data: Uint8Array) => Uint8Array;
}

/** A new key: it is never written anywhere, and there is no way to take it out of the object. */
export function ephemeralKey(): EphemeralKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    sign: (data) => sign('sha256', data, { key: privateKey, dsaEncoding: 'der' }),
  };
}
