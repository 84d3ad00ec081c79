import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';

/** A P-256 key that lives as long as this process and signs ECDSA over SHA-256. */
export interface EphemeralKey {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** DER Ecdsa-Sig-Value over SHA-256 of `data`. */
  readonly sign: (data: Uint8Array) => Uint8Array;
}

/** Makes a new key. It is never written anywhere, and it cannot be read from the object. */
export function ephemeralKey(): EphemeralKey {
  // The public key is encoded while the pair is made. In Node 20 the job that makes a key shares a mutex with the key object. If
  // garbage collection frees the job during the key's export(), both wait for ever.
  const made = generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  const privateKey = createPrivateKey({ key: made.privateKey, format: 'der', type: 'pkcs8' });
  made.privateKey.fill(0);
  return {
    publicKey: new Uint8Array(made.publicKey),
    sign: (data) => sign('sha256', data, { key: privateKey, dsaEncoding: 'der' }),
  };
}
