import { harmless } from '../../core/text/index.js';
import { decidingCheck, type Verdict } from '../../core/verify/index.js';
import { judgeHistory } from '../../io/judge/index.js';
import type { Brief, Calls } from '../service/protocol.js';
import type { CallContext } from './main.js';
import { sessionOf } from './sessions.js';

const BATCH_MS = 60;

/** What lists show of a verdict. */
export function briefOf(verdict: Verdict, name: string): Brief {
  const { object, outcome, signature, signer, exempt } = verdict;
  const check = decidingCheck(verdict.checks);
  return {
    id: object.id,
    name,
    outcome,
    signature,
    ...(signer && { subject: signer.subject, issuer: signer.issuer }),
    ...(check?.reason !== undefined && { reason: check.reason }),
    ...(check && { detail: harmless(check.detail) }),
    ...(exempt && { exempt: harmless(exempt.reason) }),
  };
}

/** Judges what is named, in that order, as the command does; answers how many were judged. @throws GitError */
export async function judge(
  { root, names }: Calls['judge']['ask'],
  { part, signal }: CallContext<'judge'>,
): Promise<number> {
  const { judge: judging, place, repository } = sessionOf(root);
  if (names.length === 0) return 0;
  const run = await judgeHistory(judging, { revisions: names }, place, { signal, repository });
  let batch: Brief[] = [];
  let count = 0;
  let sent = Date.now();
  for await (const { verdict, name } of run.verdicts) {
    batch.push(briefOf(verdict, name));
    count += 1;
    if (Date.now() - sent < BATCH_MS) continue;
    part(batch);
    batch = [];
    sent = Date.now();
  }
  if (batch.length > 0) part(batch);
  return count;
}
