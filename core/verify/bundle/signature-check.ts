import type { BundleContent } from '../../bundle/index.js';
import type { PublicKey } from '../../primitives/index.js';
import { verifyPrehashed, verifySignature } from '../../primitives/index.js';
import { failed, notMade, passed } from '../../verdict/checks.js';
import type { Check } from '../../verdict/verdict.js';
import type { ArtifactHash, SignedContent } from './signed-content.js';

const CURVE_HASH = { 'P-256': 'sha256', 'P-384': 'sha384', 'P-521': 'sha512' } as const;

/**
 * The hashes that a key may have signed with: the one for its size (Sigstore's algorithm registry), and SHA-256, which older
 * versions of cosign used for every key. Ed25519 has only SHA-512, in its prehashed form (Ed25519ph).
 */
function hashesFor(key: PublicKey, asked?: ArtifactHash): readonly ArtifactHash[] {
  if (key.type === 'ed25519') return ['sha512'];
  if (asked) return [asked];
  const own = key.curve ? CURVE_HASH[key.curve] : 'sha256';
  return own === 'sha256' ? ['sha256'] : [own, 'sha256'];
}

const nameOf = (hash: ArtifactHash): string => hash.toUpperCase().replace('SHA', 'SHA-');
const keyName = (key: PublicKey): string => key.curve ?? (key.type === 'rsa' ? 'RSA' : 'Ed25519');

async function holdsForBytes(
  { kind, signature }: BundleContent,
  bytes: Uint8Array,
  signed: SignedContent,
  key: PublicKey,
  asked?: ArtifactHash,
): Promise<boolean> {
  if (key.type !== 'ed25519') {
    for (const hash of hashesFor(key, asked))
      if (await verifySignature(key, hash, bytes, signature)) return true;
    return false;
  }
  if (await verifySignature(key, undefined, bytes, signature)) return true;
  // Logs accept messages signed with Ed25519 only in the prehashed form. The signature of an envelope is always plain
  // Ed25519.
  return kind === 'message' && (await holdsForDigest('sha512', signature, signed, key));
}

async function holdsForDigest(
  hash: ArtifactHash,
  signature: Uint8Array,
  signed: SignedContent,
  key: PublicKey,
): Promise<boolean> {
  const digest = signed.digest(hash);
  return digest !== undefined && (await verifyPrehashed(key, hash, digest, signature));
}

/** Why the known digest cannot show that a signature is wrong; undefined when it can. */
function missingFor(signed: SignedContent, key: PublicKey, asked?: ArtifactHash): string | undefined {
  const unknown = hashesFor(key, asked).filter((hash) => signed.digest(hash) === undefined);
  if (key.type === 'ed25519')
    return unknown.length > 0
      ? 'an Ed25519 signature is over the bytes themselves or, as Ed25519ph, over their SHA-512, which is not known'
      : 'not an Ed25519ph signature of this SHA-512; plain Ed25519 is over the bytes themselves and cannot be checked by digest';
  if (unknown.length === 0) return undefined;
  return `a ${keyName(key)} key signs the ${unknown.map(nameOf).join(' or ')} of the artifact, which is not known`;
}

/**
 * Whether the key signed the content: ECDSA, RSA PKCS #1 v1.5 or Ed25519. When only a digest of the artifact is known, the
 * signature is checked over that digest. When the signature is over another digest, or over the bytes themselves (plain
 * Ed25519), the check cannot be made.
 * @param asked the only hash that counts; without it, those that are usual for the key
 */
export async function checkBundleSignature(
  content: BundleContent,
  signed: SignedContent,
  key: PublicKey,
  asked?: ArtifactHash,
): Promise<Check> {
  const { bytes } = signed;
  const { signature } = content;
  const made = passed('signature', `made with the signer’s ${keyName(key)} key`);
  const wrong = failed('signature', 'SIGNATURE_WRONG', 'the signature was not made with the signer’s key');
  if (bytes) return (await holdsForBytes(content, bytes, signed, key, asked)) ? made : wrong;
  for (const hash of hashesFor(key, asked))
    if (await holdsForDigest(hash, signature, signed, key)) return made;
  const missing = missingFor(signed, key, asked);
  return missing === undefined ? wrong : notMade('signature', 'ARTIFACT_NOT_GIVEN', missing);
}
