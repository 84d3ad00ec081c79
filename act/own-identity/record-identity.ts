import type { Signer } from '../../core/certificate/index.js';
import { harmless } from '../../core/harmless/index.js';
import type { Session } from '../../inspect/basis/session.js';
import { userPolicyPath } from '../../inspect/basis/user-policy.js';
import { RECORD_IDENTITY } from '../../io/config/own-notes.js';
import { type GitConfigEntry, git } from '../../io/git/index.js';
import { trustIdentity } from './trust-identity.js';

/** The entry with this key, if it is one that setup writes. */
export function recordWish(gitConfig: readonly GitConfigEntry[]): GitConfigEntry | undefined {
  const wish = gitConfig.findLast(({ key }) => key === RECORD_IDENTITY.toLowerCase());
  return wish?.value === 'true' && (wish.scope === 'local' || wish.scope === 'global') ? wish : undefined;
}

/**
 * After the first signature since `waxseal setup`: records its identity as trusted, so that the user's own commits are `verified`,
 * and removes the setting. If this fails, the signature is still good.
 * @param say tells the person one line
 */
export async function recordOwnIdentity(
  { config, gitConfig }: Session,
  signer: Pick<Signer, 'subject' | 'issuer'>,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<void> {
  const wish = recordWish(gitConfig);
  if (!wish) return;
  const path = userPolicyPath(config, env);
  try {
    if (await trustIdentity(path, { subject: signer.subject, issuer: signer.issuer }))
      say(`waxseal: recorded ${harmless(signer.subject)} (${harmless(signer.issuer)}) as trusted in ${path}`);
    await git({ args: ['config', `--${wish.scope}`, '--unset-all', RECORD_IDENTITY], env });
  } catch (error) {
    const why = error instanceof Error ? harmless(error.message) : 'unknown error';
    say(`waxseal: your identity could not be recorded as trusted: ${why}`);
  }
}
