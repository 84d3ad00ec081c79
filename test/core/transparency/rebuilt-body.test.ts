import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { canonicalJson, encodePem, fromUtf8, toBase64, toHex, utf8 } from '../../../core/encoding/index.js';
import { importPublicKey } from '../../../core/primitives/index.js';
import { hashedRekordBody, loggedAlgorithm, parseBody } from '../../../core/transparency/index.js';
import { newKey } from '../../support/pki.js';

const SIGNED = {
  signature: Uint8Array.of(0x30, 0x00),
  certificateDer: Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x07),
};
const LENGTHS = { sha256: 32, sha384: 48, sha512: 64 } as const;
const HASHES = ['sha256', 'sha384', 'sha512'] as const;
const V2_NAMES = { sha256: 'SHA2_256', sha384: 'SHA2_384', sha512: 'SHA2_512' } as const;
const digestOf = (hash: (typeof HASHES)[number]) => new Uint8Array(LENGTHS[hash]).fill(7);

describe('the name of an algorithm in a log', () => {
  // protobuf-specs sigstore_common.proto, PublicKeyDetails
  for (const [kind, hash, expected] of [
    ['P-256', 'sha256', 'PKIX_ECDSA_P256_SHA_256'],
    ['P-384', 'sha384', 'PKIX_ECDSA_P384_SHA_384'],
    ['P-521', 'sha512', 'PKIX_ECDSA_P521_SHA_512'],
    ['rsa', 'sha256', 'PKIX_RSA_PKCS1V15_2048_SHA256'],
    ['rsa', 'sha512', 'PKIX_RSA_PKCS1V15_2048_SHA512'],
    ['ed25519', 'sha512', 'PKIX_ED25519'],
  ] as const)
    test(`for ${kind} with ${hash} is ${expected}`, () => {
      const key = importPublicKey(newKey(kind).spki);
      deepEqual(key && loggedAlgorithm(key, hash), { hash, keyDetails: expected });
    });
});

describe('the rebuilt body of an entry', () => {
  for (const hash of HASHES) {
    const signedWith = { hash, keyDetails: 'THE_KEY' };
    const digest = digestOf(hash);

    test(`of Rekor v1 with ${hash} is canonical JSON of digest, signature and certificate`, () => {
      const pem = toBase64(utf8(encodePem('CERTIFICATE', SIGNED.certificateDer)));
      equal(
        fromUtf8(hashedRekordBody({ version: '0.0.1', digest, ...SIGNED, signedWith })),
        canonicalJson({
          apiVersion: '0.0.1',
          kind: 'hashedrekord',
          spec: {
            data: { hash: { algorithm: hash, value: toHex(digest) } },
            signature: { content: toBase64(SIGNED.signature), publicKey: { content: pem } },
          },
        }),
      );
    });

    test(`of Rekor v2 with ${hash} names the key as well`, () => {
      const verifier = {
        keyDetails: 'THE_KEY',
        x509Certificate: { rawBytes: toBase64(SIGNED.certificateDer) },
      };
      const bytes = hashedRekordBody({ version: '0.0.2', digest, ...SIGNED, signedWith });
      equal(
        fromUtf8(bytes),
        canonicalJson({
          apiVersion: '0.0.2',
          kind: 'hashedrekord',
          spec: {
            hashedRekordV002: {
              data: { algorithm: V2_NAMES[hash], digest: toBase64(digest) },
              signature: { content: toBase64(SIGNED.signature), verifier },
            },
          },
        }),
      );
      equal(parseBody(bytes).digestAlgorithm, hash);
    });
  }

  test('is that of a P-256 signature with SHA-256 by default', () => {
    const digest = digestOf('sha256');
    for (const version of ['0.0.1', '0.0.2'] as const)
      deepEqual(
        hashedRekordBody({ version, digest, ...SIGNED }),
        hashedRekordBody({
          version,
          digest,
          ...SIGNED,
          signedWith: { hash: 'sha256', keyDetails: 'PKIX_ECDSA_P256_SHA_256' },
        }),
      );
  });
});
