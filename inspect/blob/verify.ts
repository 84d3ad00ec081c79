import { BundleError, bundlesIn } from '../../core/bundle/index.js';
import { harmless } from '../../core/harmless/index.js';
import type { PublicKey } from '../../core/primitives/index.js';
import { allowsSigner, type SignerPolicy } from '../../core/signer-policy/index.js';
import { type Verdict, withSignerDecision } from '../../core/verdict/index.js';
import { type Artifact, type VerifyOptions, verifyBundle } from '../../core/verify/index.js';
import type { Judge } from '../basis/types.js';
import { BlobError } from './error.js';

/** An artifact, what vouches for it, and what is required. */
export interface BlobRequest {
  readonly artifact: Artifact;
  /** One Sigstore bundle, or several in a form that `bundlesIn` reads; `name` is what people call it. */
  readonly bundle: { readonly name: string; readonly bytes: Uint8Array };
  /** The signer's public key. Its signature is allowed; without it, the judge's policy decides about the identity. */
  readonly key?: { readonly name: string; readonly key: PublicKey };
  /** Checks that the person took away, and whether they ask for a timestamp. */
  readonly evidence?: Pick<VerifyOptions, 'waive' | 'demandTimestamp'>;
}

function decide(verdict: Verdict, key: BlobRequest['key'], policy: SignerPolicy | undefined): Verdict {
  if (key)
    return withSignerDecision(verdict, {
      decision: 'allowed',
      detail: `the key ${key.name} of the command line`,
    });
  return policy && verdict.signer
    ? withSignerDecision(verdict, allowsSigner(policy, verdict.signer))
    : verdict;
}

/** Why a bundle could not be read; undefined if it could, whatever its verdict. */
function unreadable({ checks }: Verdict): string | undefined {
  const why = checks.find(({ name, outcome }) => name === 'structure' && outcome !== 'passed');
  return why?.reason === 'BUNDLE_MALFORMED' || why?.reason === 'BUNDLE_VERSION_NOT_SUPPORTED'
    ? why.detail
    : undefined;
}

function noBundle(name: string, why: string): BlobError {
  return new BlobError(
    'BUNDLE_UNREADABLE',
    harmless(`${name} holds no Sigstore bundle that can be read: ${why}`),
    'give a bundle of version 0.1 to 0.3, JSON lines of bundles, or the attestations of npm’s registry',
  );
}

function split({ name, bytes }: BlobRequest['bundle']): readonly Uint8Array[] {
  try {
    return bundlesIn(bytes);
  } catch (error) {
    if (error instanceof BundleError) throw noBundle(name, error.message);
    throw error;
  }
}

/**
 * Says for every bundle whether it vouches for the artifact, and whether its signer is allowed. Nothing is looked up.
 * @returns the verdicts in the order of the bundles
 * @throws BlobError BUNDLE_UNREADABLE if none of the bundles can be read
 */
export async function verifyBlob(
  { options, policy }: Pick<Judge, 'options' | 'policy'>,
  { artifact, bundle, key, evidence }: BlobRequest,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const one of split(bundle)) {
    const input = { bundle: one, artifact, ...(key && { publicKey: key.key }) };
    verdicts.push(decide(await verifyBundle(input, { ...options, ...evidence }), key, policy));
  }
  const [why] = verdicts.map(unreadable);
  if (why !== undefined && verdicts.every((verdict) => unreadable(verdict) !== undefined))
    throw noBundle(bundle.name, why);
  return verdicts;
}
