import { type RepositoryPolicy, sameRules } from '../../core/repository-policy/index.js';
import type { GitPlace } from '../../io/git/index.js';
import type { HookKind } from './kinds.js';
import { isHere, type Tip, tips } from './repository.js';
import type { RefUpdate } from './types.js';

/** What the other side already has, with the name of the branch there. Tags have no branch. */
export type Known = readonly (Tip & { readonly branch?: string })[];

/**
 * The branches and tags that exist before the push. For a hook that receives the push, those of this repository; for pre-push,
 * those of the remote when it was last fetched.
 * @param args what git gave to the hook: the first is the remote (githooks(5), pre-push)
 * @throws GitError
 */
export async function knownTips(kind: HookKind, args: readonly string[], place: GitPlace): Promise<Known> {
  const [remote = ''] = args;
  if (kind !== 'pre-push') return named(await tips(place, 'refs/heads/', 'refs/tags/'), 'refs/heads/');
  // A push to a URL: git keeps no remote-tracking refs for it.
  if (!/^[\w.-][\w./-]*$/.test(remote)) return [];
  const prefix = `refs/remotes/${remote}/`;
  return named(await tips(place, prefix), prefix);
}

function named(found: readonly Tip[], prefix: string): Known {
  return found.map((tip) =>
    tip.ref.startsWith(prefix) ? { ...tip, branch: tip.ref.slice(prefix.length) } : tip,
  );
}

/**
 * Commits that need not be judged for a branch: those that were on it, and those on a branch with the same rules. A commit that was
 * accepted by other rules is judged again.
 * @param branch the branch whose rules count; undefined if it is not known
 * @throws GitError
 */
export async function letIn(
  { from }: RefUpdate,
  known: Known,
  policy: RepositoryPolicy | undefined,
  branch: string | undefined,
  place: GitPlace,
): Promise<string[]> {
  const before = from !== undefined && (await isHere(from, place)) ? [from] : [];
  const same = known.filter(
    (tip) =>
      !policy || (branch !== undefined && tip.branch !== undefined && sameRules(policy, tip.branch, branch)),
  );
  return [...new Set([...before, ...same.map(({ commit }) => commit)])];
}
