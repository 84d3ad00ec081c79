import type { PolicyRule, RepositoryPolicy } from './types.js';

function speaksOf({ branches, tags }: PolicyRule, branch: string): boolean {
  return branches ? branches.test(branch) : tags === undefined;
}

/** Whether commits are judged by the same rules on both branches: what one has been let in by, the other would let in. */
export function sameRules({ rules }: RepositoryPolicy, one: string, other: string): boolean {
  return rules.every((rule) => speaksOf(rule, one) === speaksOf(rule, other));
}
