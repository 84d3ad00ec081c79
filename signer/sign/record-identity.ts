import type { Signer } from '../../core/certificate/index.js';
import { harmless } from '../../core/harmless/index.js';
import { userPolicyPath } from '../../inspect/basis/user-policy.js';
import { type GitConfigEntry, git } from '../../io/git/index.js';
import type { Session } from '../session.js';
import { say } from '../terminal/person.js';
import { trustIdentity } from './trust-identity.js';

/** `waxseal setup` sets this key, and tells the user: record the identity of the first signature as trusted. */
export const RECORD_IDENTITY = 'waxseal.recordIdentity';

/** The entry with this key, if it is one that setup writes. */
export function recordWish(gitConfig: readonly GitConfigEntry[]): GitConfigEntry | undefined {
  const wish = gitConfig.findLast(({ key }) => key === RECORD_IDENTITY.toLowerCase());
  return wish?.value === 'true' && (wish.scope === 'local' || wish.scope === 'global') ? wish : undefined;
}

/**
 * After the first signature since `waxseal setup`: records its identity as trusted, so that the user's own commits are `verified`,
 * and removes the setting. If this fails, the signature is still good.
 */
export async function recordOwnIdentity(
  { config, gitConfig }: Session,
  signer: Pick<Signer, 'subject' | 'issuer'>,
): Promise<void> {
  const wish = recordWish(gitConfig);
  if (!wish) return;
  const path = userPolicyPath(config, process.env);
  try {
    if (await trustIdentity(path, { subject: signer.subject, issuer: signer.issuer }))
      say(`waxseal: recorded ${harmless(signer.subject)} (${harmless(signer.issuer)}) as trusted in ${path}`);
    await git({ args: ['config', `--${wish.scope}`, '--unset-all', RECORD_IDENTITY], env: process.env });
  } catch (error) {
    const why = error instanceof Error ? harmless(error.message) : 'unknown error';
    say(`waxseal: your identity could not be recorded as trusted: ${why}`);
  }
}
