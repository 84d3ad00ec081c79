import type { RepositoryPolicy } from './types.js';

/** Whether commits are judged by the same rules on both branches: what one has been let in by, the other would let in. */
export function sameRules({ rules }: RepositoryPolicy, one: string, other: string): boolean {
  return rules.every(({ branches }) => branches?.test(one) === branches?.test(other));
}
