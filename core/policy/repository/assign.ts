import type { ObjectFacts } from './facts.js';
import { speaksOf } from './reachable.js';
import type { PolicyRule, RepositoryPolicy } from './types.js';

/** Why a rule decides or does not decide about an object, for people. */
export interface RuleTrace {
  readonly rule: PolicyRule;
  readonly decides: boolean;
  readonly why: string;
}

/** The rules that decide about one object: all of them must be content. */
export interface Assignment {
  readonly deciding: readonly PolicyRule[];
  readonly traces: readonly RuleTrace[];
  /** Set where rules cannot be chosen. */
  readonly obstacle?: string;
}

const SHOWN = 3;

function listed(names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `${names.slice(0, SHOWN).join(', ')}${more}`;
}

function notFor(rule: PolicyRule, of: 'branches' | 'tags', name: string): string | undefined {
  const thing = of === 'branches' ? 'branch' : 'tag';
  if (!speaksOf(rule, of)) return of === 'branches' ? 'it speaks of tags only' : 'it does not speak of tags';
  const patterns = rule[of];
  if (!patterns || patterns.test(name)) return undefined;
  return `the ${thing} ${name} is not among ${listed(patterns.patterns)}`;
}

/** Gives every path to the first rule that speaks of it; a commit that changes nothing to the first without paths. */
function byPath(candidates: readonly PolicyRule[], paths: readonly string[]): Map<PolicyRule, string[]> {
  const shares = new Map<PolicyRule, string[]>();
  for (const path of paths) {
    const rule = candidates.find((one) => !one.paths || one.paths.test(path));
    if (!rule) continue;
    const share = shares.get(rule) ?? [];
    share.push(path);
    shares.set(rule, share);
  }
  return shares;
}

function traceOf(rule: PolicyRule, share: readonly string[] | undefined, chosen: boolean): RuleTrace {
  if (!chosen) {
    const why = rule.paths
      ? `no changed path that no rule above has is among ${listed(rule.paths.patterns)}`
      : 'a rule above decides';
    return { rule, decides: false, why };
  }
  return {
    rule,
    decides: true,
    why: share ? `it changes ${listed(share)}` : 'it is the first that speaks of it',
  };
}

/**
 * Chooses the rules that decide: for a tag the first that speaks of its name; for a commit, every path it changes goes to
 * the first rule for its branch that speaks of the path, so that nobody gets a file past its rule by changing another too.
 */
export async function assignRules(policy: RepositoryPolicy, object: ObjectFacts): Promise<Assignment> {
  const of = object.type === 'tag' ? 'tags' : 'branches';
  const name = object.type === 'tag' ? (object.tagRef ?? object.tagName) : object.branch;
  if (name === undefined && policy.rules.some((rule) => rule[of])) {
    const obstacle = `it is not known which ${object.type === 'tag' ? 'tag' : 'branch'} this is about`;
    return { deciding: [], traces: [], obstacle };
  }
  if (object.unreadable) return { deciding: [], traces: [], obstacle: 'its headers cannot be read' };
  const candidates: PolicyRule[] = [];
  const reasons = new Map<PolicyRule, string>();
  for (const rule of policy.rules) {
    const why = notFor(rule, of, name ?? '');
    if (why === undefined) candidates.push(rule);
    else reasons.set(rule, why);
  }
  const cut = candidates.findIndex((rule) => !rule.paths);
  const open = cut < 0 ? candidates : candidates.slice(0, cut + 1);
  const needPaths = open.some((rule) => rule.paths);
  const paths = needPaths ? await object.paths() : [];
  if (!paths)
    return { deciding: [], traces: [], obstacle: 'what it changes cannot be read (a shallow clone?)' };
  const shares = byPath(open, paths);
  const uncovered = paths.filter((path) => !open.some((one) => !one.paths || one.paths.test(path)));
  // A merge is itself something done to the branch, whatever files it touches.
  const asWhole = paths.length === 0 || object.parents.length > 1;
  const whole = asWhole ? open.find((rule) => !rule.paths) : undefined;
  const deciding = open.filter((rule) => shares.has(rule) || rule === whole);
  const traces = policy.rules.map((rule) => {
    const why = reasons.get(rule);
    if (why !== undefined) return { rule, decides: false, why };
    return traceOf(rule, shares.get(rule), deciding.includes(rule));
  });
  if (uncovered.length > 0)
    return { deciding: [], traces, obstacle: `no rule speaks of ${listed(uncovered)}` };
  return { deciding, traces };
}
