import { PolicyLimitError, Work } from '../signer-policy/work.js';
import type { ObjectFacts } from './facts.js';
import { isFor } from './reachable.js';
import { rulesOfPath } from './rules-of-path.js';
import type { PolicyRule, RepositoryPolicy } from './types.js';

/** Why a rule decides about an object or not, for people. */
export interface RuleTrace {
  readonly rule: PolicyRule;
  readonly decides: boolean;
  readonly why: string;
}

/** The rules that decide about one object: all of them must allow it. */
export interface Assignment {
  readonly deciding: readonly PolicyRule[];
  readonly traces: readonly RuleTrace[];
  /** Why more rules may apply than those in `deciding`: facts are missing that say which rules apply. */
  readonly obstacle?: string;
  /** The part of the object that no rule is about, for people. */
  readonly uncovered?: string;
}

const SHOWN = 3;

function listed(names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `${names.slice(0, SHOWN).join(', ')}${more}`;
}

function notFor(rule: PolicyRule, of: 'branches' | 'tags', name: string, work: Work): string | undefined {
  const thing = of === 'branches' ? 'branch' : 'tag';
  if (!isFor(rule, of)) return of === 'branches' ? 'the rule is only for tags' : 'the rule is not for tags';
  const patterns = rule[of];
  if (!patterns || patterns.test(name, work)) return undefined;
  return `the ${thing} ${name} is not among ${listed(patterns.patterns)}`;
}

/** The paths that each rule decides about. For the paths under `undefined` there is no rule. */
function byPath(
  candidates: readonly PolicyRule[],
  paths: readonly string[],
  work: Work,
): Map<PolicyRule | undefined, string[]> {
  const shares = new Map<PolicyRule | undefined, string[]>();
  for (const path of paths)
    for (const rule of rulesOfPath(candidates, path, work)) {
      const share = shares.get(rule);
      if (share) share.push(path);
      else shares.set(rule, [path]);
    }
  return shares;
}

function traceOf(rule: PolicyRule, share: readonly string[] | undefined, chosen: boolean): RuleTrace {
  if (!chosen) {
    const why = rule.paths
      ? `no changed path that is left for this rule matches ${listed(rule.paths.patterns)}`
      : 'a rule above decides';
    return { rule, decides: false, why };
  }
  return {
    rule,
    decides: true,
    why: share ? `the commit changes ${listed(share)}` : 'it is the first rule that applies',
  };
}

/** What a commit changes, or why that is not known. */
async function changesOf(
  object: ObjectFacts,
  open: readonly PolicyRule[],
): Promise<{ paths: readonly string[]; obstacle?: string }> {
  if (!open.some((rule) => rule.paths)) return { paths: [] };
  const paths = await object.paths();
  return paths
    ? { paths }
    : { paths: [], obstacle: 'the paths that the commit changes cannot be read (a shallow clone?)' };
}

function noneDecides(
  policy: RepositoryPolicy,
  obstacle: string,
  reasons = new Map<PolicyRule, string>(),
): Assignment {
  const traces = policy.rules.map((rule) => ({ rule, decides: false, why: reasons.get(rule) ?? obstacle }));
  return { deciding: [], traces, obstacle };
}

/**
 * Chooses the rules that decide. For a tag, this is the first rule that matches its name. For a commit, each changed path
 * goes to the first rule for its branch that matches the path, because a change to a second file must not help the first file
 * past its rule. A path that stands for others can go to more rules (`rulesOfPath`). Rules that surely decide are listed even
 * when more rules may apply, because one refusal is enough. When choosing takes too much work, that is the obstacle.
 */
export async function assignRules(policy: RepositoryPolicy, object: ObjectFacts): Promise<Assignment> {
  try {
    return await assign(
      policy,
      object,
      new Work('matching what this is about with the patterns of the policy'),
    );
  } catch (error) {
    if (!(error instanceof PolicyLimitError)) throw error;
    return noneDecides(policy, error.message);
  }
}

async function assign(policy: RepositoryPolicy, object: ObjectFacts, work: Work): Promise<Assignment> {
  const of = object.type === 'tag' ? 'tags' : 'branches';
  const name = object.type === 'tag' ? (object.tagRef ?? object.tagName) : object.branch;
  if (name === undefined && policy.rules.some((rule) => rule[of]))
    return noneDecides(policy, `the name of the ${object.type === 'tag' ? 'tag' : 'branch'} is not known`);
  const candidates: PolicyRule[] = [];
  const reasons = new Map<PolicyRule, string>();
  for (const rule of policy.rules) {
    const why = notFor(rule, of, name ?? '', work);
    if (why === undefined) candidates.push(rule);
    else reasons.set(rule, why);
  }
  if (object.unreadable && candidates.length > 0)
    return noneDecides(policy, 'the headers of the object cannot be read', reasons);
  const cut = candidates.findIndex((rule) => !rule.paths);
  const open = cut < 0 ? candidates : candidates.slice(0, cut + 1);
  const { paths, obstacle } = await changesOf(object, open);
  const shares = byPath(open, paths, work);
  const uncovered = shares.get(undefined) ?? [];
  // A merge is itself a change of the branch, whatever files it touches.
  const asWhole = object.parents.length > 1 || (obstacle === undefined && paths.length === 0);
  const whole = asWhole ? open.find((rule) => !rule.paths) : undefined;
  const deciding = open.filter((rule) => shares.has(rule) || rule === whole);
  const traces = policy.rules.map((rule) => {
    const why = reasons.get(rule);
    if (why !== undefined) return { rule, decides: false, why };
    if (obstacle !== undefined && !deciding.includes(rule)) return { rule, decides: false, why: obstacle };
    return traceOf(rule, shares.get(rule), deciding.includes(rule));
  });
  return {
    deciding,
    traces,
    ...(obstacle !== undefined && { obstacle }),
    ...(uncovered.length > 0 && { uncovered: `no rule is for ${listed(uncovered)}` }),
  };
}
