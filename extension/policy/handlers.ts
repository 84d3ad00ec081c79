import { harmless } from '../../core/harmless/index.js';
import { exemptText } from '../../core/verdict/index.js';
import { explainPolicy as explain, noPolicyError } from '../../inspect/policy/explain.js';
import { proposePolicy as propose } from '../../inspect/policy/propose.js';
import { readOne } from '../../io/history/index.js';
import { policyInForce as readInForce } from '../../io/repository-policy/index.js';
import type { CallContext } from '../frame/thread/protocol.js';
import { sessionOf } from '../signatures/thread/sessions.js';
import { wording } from '../signatures/thread/wording.js';
import { exemptIn } from '../signatures/thread/words.js';
import type { PolicyCalls } from './calls.js';

const STEP = 25;

/** The text of the policy in force; undefined when there is no commit. @throws RepositoryPolicyError, GitError */
export async function policyInForce({
  root,
}: PolicyCalls['policyInForce']['ask']): Promise<PolicyCalls['policyInForce']['answer']> {
  const found = await readInForce(sessionOf(root).place);
  if (!found) return undefined;
  const { lookedAt, text } = found;
  const { shown, commit, selfDeclared } = lookedAt;
  return { shown, commit, selfDeclared, ...(text !== undefined && { text }) };
}

/** What `waxseal policy init` proposes. Reports how many commits it has read. @throws RepositoryPolicyError, GitError */
export async function proposePolicy(
  { root }: PolicyCalls['proposePolicy']['ask'],
  { part, signal }: CallContext<PolicyCalls['proposePolicy']['part']>,
): Promise<string> {
  const { judge, place } = sessionOf(root);
  let count = 0;
  const onStep = () => {
    count += 1;
    if (count % STEP === 0) part(count);
  };
  return propose(judge, place, { signal, onStep });
}

/** What `waxseal policy explain` says about a commit or tag. @throws RepositoryPolicyError, GitError */
export async function explainPolicy({
  root,
  name,
}: PolicyCalls['explainPolicy']['ask']): Promise<PolicyCalls['explainPolicy']['answer']> {
  const { judge, place, repository } = sessionOf(root);
  if (!repository) throw await noPolicyError(place);
  const one = await readOne(place, name);
  const { object } = one;
  const {
    source,
    branch,
    answer,
    item: { verdict },
  } = await explain(judge, repository, one, name);
  const { words, policy } = await wording();
  const exempt = exemptText(exemptIn(verdict, policy), words);
  return {
    object: { id: object.id, type: object.type },
    outcome: verdict.outcome,
    source: harmless(policy(source)),
    ...(branch !== undefined && { branch: harmless(branch) }),
    ...(answer.decision.decision === 'cannot-answer' && { cannotAnswer: true }),
    detail: harmless(policy(answer.decision.detail)),
    ...(exempt !== undefined && { exempt }),
    rules: answer.traces.map(({ rule, decides, why }) => ({
      name: harmless(rule.name),
      line: rule.line,
      decides,
      why: harmless(policy(why)),
    })),
  };
}
