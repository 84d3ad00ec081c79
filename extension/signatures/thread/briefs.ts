import { harmless } from '../../../core/harmless/index.js';
import { decidingCheck, type Verdict } from '../../../core/verdict/index.js';
import { judgeHistory } from '../../../inspect/commits/index.js';
import type { Brief } from '../calls.js';
import type { RepositorySession } from './sessions.js';
import { type Wording, wording } from './wording.js';

/** The part of a verdict that lists need. */
export function briefOf(verdict: Verdict, name: string, { found, policy }: Wording): Brief {
  const { object, outcome, signature, signer, exempt, lightweightTag } = verdict;
  const check = decidingCheck(verdict.checks);
  return {
    id: object.id,
    name,
    outcome,
    signature,
    ...(signer && { subject: signer.subject, issuer: signer.issuer }),
    ...(check?.reason !== undefined && { reason: check.reason }),
    ...(check && { detail: harmless(found(check)) }),
    ...(exempt && { exempt: harmless(policy(exempt.reason)) }),
    ...(lightweightTag !== undefined && { lightweight: true }),
  };
}

/**
 * Verifies the given revisions in their order, as the command does, but with low priority next to the editor's own work.
 * @throws GitError
 */
export async function* briefsOf(
  { judge, place, repository }: RepositorySession,
  names: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<Brief, void, undefined> {
  const options = { repository, beside: true, ...(signal && { signal }) };
  const run = await judgeHistory(judge, { revisions: names }, place, options);
  const words = await wording();
  for await (const { verdict, name } of run.verdicts) yield briefOf(verdict, name, words);
}
