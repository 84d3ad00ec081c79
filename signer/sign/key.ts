import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';

/** A P-256 key that lives as long as this process and signs ECDSA over SHA-256. */
export interface EphemeralKey {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** DER Ecdsa-Sig-Value over SHA-256 of `data`. */
  readonly sign: (data: Uint8Array) => Uint8Array;
}

/** A new key: it is never written anywhere, and there is no way to take it out of the object. */
export function ephemeralKey(): EphemeralKey {
  // Encoded while it is made: in Node 20 the job that makes a key shares a mutex with the key object, and a garbage
  // collection of the job inside the key's export() waits for ever.
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
