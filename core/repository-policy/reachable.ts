import type { Work } from '../signer-policy/work.js';
import { covers } from './pattern.js';
import type { PolicyRule, RepositoryPolicy } from './types.js';

/** Which commits, or which tags, a rule is about; undefined when it is about none. */
function reach(rule: PolicyRule, of: 'branches' | 'tags'): { all: boolean } | undefined {
  if (rule[of]) return { all: false };
  const isMeant = of === 'branches' ? !rule.tags : !rule.branches && !rule.paths;
  return isMeant ? { all: true } : undefined;
}

function coversKind(earlier: PolicyRule, later: PolicyRule, of: 'branches' | 'tags', work: Work): boolean {
  const inner = reach(later, of);
  if (!inner) return true;
  const outer = reach(earlier, of);
  if (!outer) return false;
  const [wide, narrow] = [earlier[of], later[of]];
  const names = outer.all || (wide !== undefined && narrow !== undefined && covers(wide, narrow, work));
  if (!names || of === 'tags' || !earlier.paths) return names;
  return later.paths !== undefined && covers(earlier.paths, later.paths, work);
}

/** Whether a rule is about commits on some branch, or about tags. */
export function isFor(rule: PolicyRule, of: 'branches' | 'tags'): boolean {
  return reach(rule, of) !== undefined;
}

/**
 * Why a tag of this name must not be lightweight, or undefined. When any rule says who may make the tag, it must be an object
 * that somebody can sign. Whoever can push can move a lightweight tag.
 */
export function lightweightTagProblem({ rules }: RepositoryPolicy, tag: string): string | undefined {
  const asksForIt = rules.some((rule) => isFor(rule, 'tags') && (!rule.tags || rule.tags.test(tag)));
  return asksForIt
    ? 'it is a lightweight tag, which no signature can be on, and the policy says who may make it: use git tag -s'
    : undefined;
}

/**
 * The single earlier rule that already decides everything that this rule could decide, or undefined: rules are tried in
 * order.
 * @throws PolicyLimitError when `work` is used up
 */
export function shadowedBy(rules: readonly PolicyRule[], index: number, work: Work): PolicyRule | undefined {
  const later = rules[index];
  if (!later) return undefined;
  return rules
    .slice(0, index)
    .find(
      (earlier) => coversKind(earlier, later, 'branches', work) && coversKind(earlier, later, 'tags', work),
    );
}
