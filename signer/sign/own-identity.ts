import { harmless } from '../../core/harmless/index.js';
import type { SignerIdentity } from '../../core/signer-policy/index.js';
import type { ConsentAnswer } from '../../io/consent/index.js';
import { askAtTerminal } from '../consent/terminal.js';
import { committerOf, isCommitter } from './committer.js';

/**
 * Whether an identity is the user's own: it is that of the committer in the payload (of git's configuration, if it names nobody), or
 * the user at the terminal says so.
 */
export async function isOwnIdentity(
  { subject, issuer }: SignerIdentity,
  payload: Uint8Array,
  env: NodeJS.ProcessEnv,
): Promise<ConsentAnswer> {
  const committer = await committerOf(payload);
  const subjectType = subject.includes('@') ? 'email' : 'otherName';
  if (committer && isCommitter({ subject, subjectType }, committer)) return 'agreed';
  const whose = committer
    ? `, and not that of ${harmless(committer.name)} <${harmless(committer.email)}>`
    : '';
  const question = [
    'waxseal: the first identity that signs after "waxseal setup" is recorded as yours. It is',
    `  ${harmless(subject)} (vouched for by ${harmless(issuer)})${whose}.`,
  ];
  return askAtTerminal(question, 'Are all its signatures to be trusted as yours? [y/N] ', env);
}
