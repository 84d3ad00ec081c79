import type { RepositoryPolicy } from './types.js';

/** Whether the same rules judge commits on both branches, so that a commit allowed on one is also allowed on the other. */
export function sameRules({ rules }: RepositoryPolicy, one: string, other: string): boolean {
  return rules.every(({ branches }) => branches?.test(one) === branches?.test(other));
}
