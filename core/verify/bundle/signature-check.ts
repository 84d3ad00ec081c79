import type { HashAlgorithm, PublicKey } from '../../primitives/index.js';
import { verifySignature } from '../../primitives/index.js';
import type { BundleContent } from '../../signature/bundle/index.js';
import { failed, notMade, passed } from '../checks.js';
import type { Check } from '../verdict.js';
import type { SignedContent } from './signed-content.js';

const CURVE_HASH = { 'P-256': 'sha256', 'P-384': 'sha384', 'P-521': 'sha512' } as const;

/**
 * The hashes a key may have signed with: the one its size calls for (Sigstore's algorithm registry), and SHA-256, which
 * cosign took for every key before. None for Ed25519.
 */
function hashesFor(key: PublicKey): readonly (HashAlgorithm | undefined)[] {
  if (key.type === 'ed25519') return [undefined];
  const own = key.curve ? CURVE_HASH[key.curve] : 'sha256';
  return own === 'sha256' ? ['sha256'] : [own, 'sha256'];
}

/** Whether the key signed the content: ECDSA, RSA PKCS #1 v1.5 or pure Ed25519. */
export async function checkBundleSignature(
  content: BundleContent,
  signed: SignedContent,
  key: PublicKey,
): Promise<Check> {
  const { bytes } = signed;
  if (!bytes) {
    return notMade(
      'signature',
      'ARTIFACT_NOT_GIVEN',
      'the signature is over the artifact itself, of which only a digest was given',
    );
  }
  for (const hash of hashesFor(key)) {
    if (await verifySignature(key, hash, bytes, content.signature))
      return passed('signature', `made with the signer’s ${key.curve ?? key.type.toUpperCase()} key`);
  }
  if (key.type === 'ed25519' && content.kind === 'message') {
    return notMade(
      'signature',
      'ALGORITHM_NOT_SUPPORTED',
      'not an Ed25519 signature of the artifact; whether it is one with prehash (Ed25519ph) cannot be told',
    );
  }
  return failed('signature', 'SIGNATURE_WRONG', 'the signature was not made with the signer’s key');
}
