import type { PolicyReason, SignerDecision, Verdict } from '../verdict/index.js';
import type { ObjectFacts } from './facts.js';
import type { PolicyRule, PolicySigner } from './types.js';
import { writesAs } from './who.js';

/** What a rule says about a sound signature, and the signer that it allows. */
export interface RuleAnswer extends SignerDecision {
  readonly signer?: string;
}

const MISMATCH: Record<PolicyRule['signerIs'][number], PolicyReason> = {
  author: 'AUTHOR_MISMATCH',
  committer: 'COMMITTER_MISMATCH',
};

function refused(reason: PolicyReason, detail: string): RuleAnswer {
  return { decision: 'refused', reason, detail };
}

function mismatch(
  rule: PolicyRule,
  signer: PolicySigner,
  object: ObjectFacts,
  verdict: Verdict,
): PolicyRule['signerIs'][number] | undefined {
  return rule.signerIs.find((person) => {
    // A tag has a tagger and no author.
    if (object.type === 'tag' && person === 'author') return false;
    const address = person === 'author' ? object.authorEmail : object.committerEmail;
    return !writesAs(signer, verdict, address);
  });
}

/** The name and the line of a rule, for people. */
export function ruleText({ name, line }: PolicyRule): string {
  return `rule ${JSON.stringify(name)} (line ${line})`;
}

/**
 * Whether one rule allows a sound signature by one of `meant`. When an identity has several names in the policy, it is enough
 * that one of them fulfils everything.
 */
export function checkRule(
  rule: PolicyRule,
  meant: readonly PolicySigner[],
  object: ObjectFacts,
  verdict: Verdict,
): RuleAnswer {
  const at = ruleText(rule);
  const named = new Set(rule.signers);
  const allowed = meant.filter(({ name }) => named.has(name));
  if (allowed.length === 0) {
    const [known] = meant;
    const who = known ? `${known.name} is not among the signers of ${at}` : `${at} does not name this signer`;
    return refused('SIGNER_NOT_ALLOWED', who);
  }
  const matching = allowed.filter((signer) => !mismatch(rule, signer, object, verdict));
  const [first] = allowed;
  if (matching.length === 0 && first) {
    const person = mismatch(rule, first, object, verdict) ?? 'author';
    const address = (person === 'author' ? object.authorEmail : object.committerEmail) ?? 'nobody';
    const called = object.type === 'tag' ? 'tagger' : person;
    return refused(MISMATCH[person], `${at} wants ${first.name} to be the ${called}, who is ${address}`);
  }
  const mergers = new Set(rule.merges);
  const merging =
    object.parents.length > 1 && rule.merges ? matching.filter(({ name }) => mergers.has(name)) : matching;
  const [one] = merging;
  if (!one)
    return refused('MERGE_NOT_ALLOWED', `${at} does not let ${matching[0]?.name ?? 'anybody'} make merges`);
  return { decision: 'allowed', detail: `${one.name}, by ${at}`, signer: one.name };
}
