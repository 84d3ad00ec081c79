import { harmless } from '../../core/harmless/index.js';
import type { SignerIdentity } from '../../core/signer-policy/index.js';
import { userPolicyPath } from '../../inspect/basis/user-policy.js';
import type { Config } from '../../io/config/index.js';
import type { ConsentAnswer } from '../../io/consent/index.js';
import { trustIdentity } from './trust-identity.js';
import { dropWish, isWished } from './wish.js';

/**
 * After the first signature since `waxseal setup`: records its identity as trusted, so that the user's own commits are `verified`,
 * and removes the wish. If this fails, the signature is still good.
 * @param isOwn whether the identity is the user's: it is the committer's, or the user says so. `nobody`: it is not the committer's,
 * and nobody can be asked
 * @param say tells the person one line
 */
export async function recordOwnIdentity(
  config: Config,
  signer: SignerIdentity,
  env: NodeJS.ProcessEnv,
  isOwn: () => Promise<ConsentAnswer>,
  say: (line: string) => void,
): Promise<void> {
  const path = userPolicyPath(config, env);
  try {
    if (!(await isWished(config, env))) return;
    const answer = await isOwn();
    if (answer === 'nobody') return;
    const { subject, issuer } = signer;
    if (answer === 'agreed' && (await trustIdentity(path, { subject, issuer })))
      say(`waxseal: recorded ${harmless(subject)} (${harmless(issuer)}) as trusted in ${path}`);
    await dropWish(env);
  } catch (error) {
    const why = error instanceof Error ? harmless(error.message) : 'unknown error';
    say(`waxseal: your identity could not be recorded as trusted: ${why}`);
  }
}
