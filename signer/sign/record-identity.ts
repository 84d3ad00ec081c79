import type { Signer } from '../../core/certificate/index.js';
import { harmless } from '../../core/harmless/index.js';
import { userPolicyPath } from '../../inspect/basis/user-policy.js';
import { type GitConfigEntry, git } from '../../io/git/index.js';
import type { Session } from '../session.js';
import { say } from '../terminal/person.js';
import { trustIdentity } from './trust-identity.js';

/** Set by `waxseal setup`, which says so: the identity of the first signature is to be recorded as trusted. */
export const RECORD_IDENTITY = 'waxseal.recordIdentity';

/** The entry that asks for it, where it is one that setup writes. */
export function recordWish(gitConfig: readonly GitConfigEntry[]): GitConfigEntry | undefined {
  const wish = gitConfig.findLast(({ key }) => key === RECORD_IDENTITY.toLowerCase());
  return wish?.value === 'true' && (wish.scope === 'local' || wish.scope === 'global') ? wish : undefined;
}

/**
 * After the first signature since `waxseal setup`: records the identity just used as trusted, so that one's own commits
 * are `verified`, and takes the setting away. A signature does not fail over it.
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
