import { type RepositoryPolicy, sameRules } from '../../../core/repository-policy/index.js';
import type { HookKind } from './kinds.js';
import { isHere, type Tip, tips } from './repository.js';
import type { RefUpdate } from './updates.js';

/** What the other side has already, by the name of the branch there. Tags are on no branch. */
export type Known = readonly (Tip & { readonly branch?: string })[];

/**
 * The branches and tags that are there before the push: this repository's own for a hook that receives it; before a push
 * leaves what was last seen of the remote.
 * @throws GitError
 */
export async function knownTips(kind: HookKind, args: readonly string[]): Promise<Known> {
  const [remote = ''] = args;
  if (kind !== 'pre-push') return named(await tips('refs/heads/', 'refs/tags/'), 'refs/heads/');
  // Pushed to a URL: nothing is remembered of it.
  if (!/^[\w.-][\w./-]*$/.test(remote)) return [];
  const prefix = `refs/remotes/${remote}/`;
  return named(await tips(prefix), prefix);
}

function named(found: readonly Tip[], prefix: string): Known {
  return found.map((tip) =>
    tip.ref.startsWith(prefix) ? { ...tip, branch: tip.ref.slice(prefix.length) } : tip,
  );
}

/**
 * Commits that need not be judged for a branch: what was on it, and what is on a branch with the same rules. A commit that
 * a branch with other rules let in is judged again where it arrives.
 * @param branch the rules of which count; undefined where nobody can tell
 * @throws GitError
 */
export async function letIn(
  { from }: RefUpdate,
  known: Known,
  policy: RepositoryPolicy | undefined,
  branch: string | undefined,
): Promise<string[]> {
  const before = from !== undefined && (await isHere(from)) ? [from] : [];
  const same = known.filter(
    (tip) =>
      !policy || (branch !== undefined && tip.branch !== undefined && sameRules(policy, tip.branch, branch)),
  );
  return [...new Set([...before, ...same.map(({ commit }) => commit)])];
}
