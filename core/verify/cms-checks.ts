import { type Certificate, certificateKey, signatureScheme } from '../certificate/index.js';
import { equalBytes } from '../encoding/index.js';
import { digest, type HashAlgorithm, type PublicKey, verifySignature } from '../primitives/index.js';
import type { CmsSignature } from '../signature/index.js';
import { failed, notMade, passed } from '../verdict/checks.js';
import type { Check } from '../verdict/verdict.js';

const ID_DATA = '1.2.840.113549.1.7.1';
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const DIGEST_NAMES = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const;

/** Whether the signed attributes are about exactly this payload (RFC 5652 sections 5.4 and 11.2). */
export function checkPayloadDigest(cms: CmsSignature, payload: Uint8Array): Check {
  if (cms.contentType !== ID_DATA) {
    return failed(
      'payload-digest',
      'CMS_CONTENT_TYPE_WRONG',
      'the signature is over something that is not plain data',
    );
  }
  if (cms.digestAlgorithm === undefined) {
    return notMade(
      'payload-digest',
      'ALGORITHM_NOT_SUPPORTED',
      'the signature uses a digest this program does not know',
    );
  }
  if (cms.digestAlgorithm === 'sha1') {
    return failed('payload-digest', 'DIGEST_ALGORITHM_WEAK', 'the signature uses SHA-1');
  }
  return equalBytes(digest(cms.digestAlgorithm, payload), cms.messageDigest)
    ? passed('payload-digest', `${DIGEST_NAMES[cms.digestAlgorithm]} of exactly these bytes`)
    : failed('payload-digest', 'PAYLOAD_DIGEST_MISMATCH', 'the object was changed after it was signed');
}

/** Whether the certificate's key signed the signed attributes (RFC 5652 section 5.4). */
export async function checkSignature(cms: CmsSignature, certificate: Certificate): Promise<Check> {
  const key = certificateKey(certificate);
  const hash = key && signatureHash(cms, key);
  if (!key || hash === false) {
    return notMade(
      'signature',
      'ALGORITHM_NOT_SUPPORTED',
      'the signature algorithm is not one this program accepts',
    );
  }
  const detail = `made with the certificate’s ${key.curve ?? key.type.toUpperCase()} key`;
  return (await verifySignature(key, hash, cms.signedAttributes, cms.signature))
    ? passed('signature', detail)
    : failed('signature', 'SIGNATURE_WRONG', 'the signature was not made with the certificate’s key');
}

/** The hash of the signature; undefined for Ed25519, false when algorithm and key do not fit together. */
export function signatureHash(cms: CmsSignature, key: PublicKey): HashAlgorithm | undefined | false {
  const bare =
    cms.signatureAlgorithm === RSA_ENCRYPTION
      ? 'rsa'
      : cms.signatureAlgorithm === EC_PUBLIC_KEY
        ? 'ecdsa'
        : undefined;
  if (bare !== undefined)
    return bare === key.type && cms.digestAlgorithm !== undefined && cms.digestAlgorithm;
  const scheme = signatureScheme(cms.signatureAlgorithm);
  if (!scheme || scheme.type !== key.type) return false;
  return scheme.hash;
}
