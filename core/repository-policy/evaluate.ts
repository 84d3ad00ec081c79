import { formatTime } from '../encoding/index.js';
import { PolicyLimitError } from '../signer-policy/work.js';
import {
  type Exemption,
  isSound,
  type Outcome,
  type PolicyReason,
  type SignerDecision,
  type Verdict,
} from '../verdict/index.js';
import { type Assignment, assignRules, type RuleTrace } from './assign.js';
import { checkRule, ruleText } from './check-rule.js';
import type { ObjectFacts } from './facts.js';
import { lightweightTagProblem } from './reachable.js';
import type { PolicyException, PolicyRule, RepositoryPolicy } from './types.js';
import { revokedText, signersMeant } from './who.js';

/** What a policy says about one object. */
export interface PolicyAnswer {
  readonly decision: SignerDecision;
  /** The rule that decided, by name and line; absent when no rule is about the object, or the answer does not come from a rule. */
  readonly rule?: { readonly name: string; readonly line: number };
  /** The name of the signer in the policy. */
  readonly signer?: string;
  readonly exempt?: Exemption;
  /** Every rule in the order of the file, with why it decides or not. */
  readonly traces: readonly RuleTrace[];
}

type Decided = Pick<PolicyAnswer, 'decision' | 'rule' | 'signer'>;

function reference({ name, line }: PolicyRule) {
  return { name, line };
}

function refusal(reason: PolicyReason, detail: string, rule?: PolicyRule): Decided {
  return { decision: { decision: 'refused', reason, detail }, ...(rule && { rule: reference(rule) }) };
}

/** What the rules that surely decide say about a sound signature: the first refusal, else the first rule that allows it. */
function askRules(
  policy: RepositoryPolicy,
  deciding: readonly PolicyRule[],
  object: ObjectFacts,
  verdict: Verdict,
): Decided | undefined {
  const meant = signersMeant(policy, verdict);
  let allowed: Decided | undefined;
  for (const rule of deciding) {
    const { signer, ...answer } = checkRule(rule, meant, object, verdict);
    const decision = { ...answer, detail: `${policy.source}: ${answer.detail}` };
    const decided = { decision, rule: reference(rule), ...(signer !== undefined && { signer }) };
    if (decision.decision === 'refused') return decided;
    allowed ??= decided;
  }
  return allowed;
}

function askForSignature(
  { source }: RepositoryPolicy,
  deciding: readonly PolicyRule[],
  signed: boolean,
): Decided | undefined {
  const [rule] = deciding;
  const what = signed ? 'a signature that holds' : 'a signature';
  return rule && refusal('SIGNATURE_REQUIRED', `${source}: ${ruleText(rule)} wants ${what}`, rule);
}

/**
 * One refusal is enough, even when another rule cannot answer. A revoked signer is refused even without a rule. Next, when
 * the policy has a rule for the object but cannot answer, there is no answer, and the user's own trust is not asked. The
 * answer is "not stated" only when no rule is about any part of the object.
 */
async function decide(
  policy: RepositoryPolicy,
  { deciding, obstacle, uncovered }: Assignment,
  object: ObjectFacts,
  verdict: Verdict,
): Promise<Decided> {
  const { source } = policy;
  const sound = isSound(verdict.outcome);
  const revoked = sound
    ? await revokedText(policy, signersMeant(policy, verdict), object, verdict)
    : undefined;
  if (revoked !== undefined) return refusal('SIGNER_REVOKED', `${source}: ${revoked}`);
  if (renamed(object))
    return refusal(
      'TAG_NAME_MISMATCH',
      `${source}: the tag calls itself ${object.tagName} but is stored as ${object.tagRef}`,
    );
  const said = sound
    ? askRules(policy, deciding, object, verdict)
    : askForSignature(policy, deciding, verdict.outcome !== 'unsigned');
  if (said?.decision.decision === 'refused') return said;
  const unknown = obstacle ?? (said && uncovered);
  if (unknown !== undefined)
    return { decision: { decision: 'cannot-answer', detail: `${source}: ${unknown}` } };
  const silent = uncovered ?? `no rule is for this ${object.type}`;
  return said ?? { decision: { decision: 'not-stated', detail: `${source}: ${silent}` } };
}

/** The exemption of a commit that is older than every rule for it. There is none when the list of rules may be incomplete. */
async function exemptByAge(
  { deciding, obstacle, uncovered }: Assignment,
  object: ObjectFacts,
  outcome: Outcome,
): Promise<Exemption | undefined> {
  // A broken signature is reported at any age, and a tag for the oldest commit can be made today.
  if (object.type !== 'commit' || outcome === 'invalid' || deciding.length === 0) return undefined;
  if (obstacle !== undefined || uncovered !== undefined) return undefined;
  const sinces = deciding.flatMap(({ requiredSince }) => requiredSince ?? []);
  if (sinces.length < deciding.length) return undefined;
  for (const since of sinces) if ((await object.isBefore(since, sinces)) !== true) return undefined;
  const [rule] = deciding;
  if (!rule?.requiredSince) return undefined;
  const reason = `older than ${rule.requiredSince.slice(0, 12)}, since which signatures are required`;
  return { rule: `requiredSince of ${ruleText(rule)}`, reason };
}

function exemptByName(exceptions: readonly PolicyException[], now: number): Exemption | undefined {
  const [last] = [...exceptions].sort((a, b) => b.until - a.until);
  if (!last || last.until < now) return undefined;
  return { rule: `exception at line ${last.line}`, reason: last.reason, until: last.until };
}

function expired(decided: Decided, exceptions: readonly PolicyException[]): Decided {
  const [last] = [...exceptions].sort((a, b) => b.until - a.until);
  if (!last || decided.decision.decision !== 'refused') return decided;
  const detail = `${decided.decision.detail}; its exception (line ${last.line}) ended at ${formatTime(last.until)}`;
  return { ...decided, decision: { ...decided.decision, reason: 'EXCEPTION_EXPIRED', detail } };
}

function renamed({ tagName, tagRef }: ObjectFacts): boolean {
  return tagName !== undefined && tagRef !== undefined && tagName !== tagRef;
}

/** A lightweight tag is refused whatever commit it points at: an exemption of the commit does not exempt the tag. */
async function refusedTag(
  policy: RepositoryPolicy,
  object: ObjectFacts,
): Promise<Omit<PolicyAnswer, 'exempt'> | undefined> {
  const { type, tagRef } = object;
  const problem = type === 'commit' && tagRef !== undefined && lightweightTagProblem(policy, tagRef);
  if (!problem) return undefined;
  const { deciding, traces } = await assignRules(policy, { ...object, type: 'tag' });
  const [rule] = deciding;
  const decision = {
    decision: 'refused',
    reason: 'TAG_LIGHTWEIGHT',
    detail: `${policy.source}: ${problem}`,
  } as const;
  return { decision, traces, ...(rule && { rule: reference(rule) }) };
}

/**
 * What a policy says about one object and its signature. Pure: `object` provides the facts that need the repository. The
 * evidence was judged before, and a policy never repairs it. When the answer takes too much work, there is none.
 * @param now Unix seconds, for exceptions
 */
export async function evaluatePolicy(
  policy: RepositoryPolicy,
  object: ObjectFacts,
  verdict: Verdict,
  now: number,
): Promise<PolicyAnswer> {
  try {
    return await evaluate(policy, object, verdict, now);
  } catch (error) {
    if (!(error instanceof PolicyLimitError)) throw error;
    return {
      decision: { decision: 'cannot-answer', detail: `${policy.source}: ${error.message}` },
      traces: [],
    };
  }
}

async function evaluate(
  policy: RepositoryPolicy,
  object: ObjectFacts,
  verdict: Verdict,
  now: number,
): Promise<PolicyAnswer> {
  const { outcome } = verdict;
  const refused = await refusedTag(policy, object);
  if (refused) return refused;
  const assigned = await assignRules(policy, object);
  const { traces } = assigned;
  const decided = await decide(policy, assigned, object, verdict);
  if (decided.decision.decision === 'allowed') return { ...decided, traces };
  const named = policy.exceptions.filter(({ objects }) => objects.has(object.id));
  const exempt = exemptByName(named, now) ?? (await exemptByAge(assigned, object, outcome));
  return { ...(exempt ? decided : expired(decided, named)), ...(exempt && { exempt }), traces };
}
