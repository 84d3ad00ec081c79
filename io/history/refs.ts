import { harmless } from '../../core/harmless/index.js';
import type { RefGroup } from '../../core/verdict/index.js';
import { GitError, type GitPlace, git } from '../git/index.js';

/** A branch or tag: its full and its short name, and the object it points to (the tag object for an annotated tag). */
export interface Ref {
  readonly ref: string;
  readonly name: string;
  readonly id: string;
  readonly type: string;
}

const FORMAT = '%(objecttype) %(objectname) %(refname)';
/** Refs that `all` follows: branches, tags and remote branches. */
export const FOLLOWED = /^refs\/(?:heads|tags|remotes)\//;

/** True for a ref to an object that can be signed. */
export function isSignable({ type }: Ref): boolean {
  return type === 'commit' || type === 'tag';
}

async function linesOf(place: GitPlace, format: string, patterns: readonly string[]): Promise<string[]> {
  const { stdout } = await git({ ...place, args: ['for-each-ref', `--format=${format}`, '--', ...patterns] });
  return Buffer.from(stdout).toString('utf8').split('\n').slice(0, -1);
}

/** Every ref that matches one of the patterns (git-for-each-ref(1)), sorted by name. @throws GitError */
async function refs(patterns: readonly string[], place: GitPlace): Promise<Ref[]> {
  const lines = await linesOf(place, FORMAT, patterns);
  return lines.map((line) => {
    const [type = '', id = '', ...rest] = line.split(' ');
    const ref = rest.join(' ');
    return { type, id, ref, name: ref.replace(FOLLOWED, '') };
  });
}

/** Every tag, sorted by name. @throws GitError */
export function tagRefs(place: GitPlace): Promise<Ref[]> {
  return refs(['refs/tags'], place);
}

/**
 * The refs that match a pattern. The pattern is a full one (`refs/tags/v*`) or counts below tags, branches and
 * remote branches.
 * @throws GitError REVISION_UNKNOWN when none is to a commit or tag
 */
export async function matchingRefs(pattern: string, place: GitPlace): Promise<Ref[]> {
  const below = ['refs/tags/', 'refs/heads/', 'refs/remotes/'].map((prefix) => prefix + pattern);
  const found = await refs(pattern.startsWith('refs/') ? [pattern] : below, place);
  if (!found.some(isSignable))
    throw new GitError('REVISION_UNKNOWN', `no branch or tag has a name like "${harmless(pattern)}"`);
  return found;
}

/** The refs that `all` does not follow (stash, notes, pull requests), grouped by their folder below `refs/`. */
export function groupOthers(names: readonly string[]): RefGroup[] {
  const groups = new Map<string, number>();
  for (const ref of names.filter((one) => !FOLLOWED.test(one))) {
    const group = /^refs\/[^/]+\/?/.exec(ref)?.[0] ?? ref;
    groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  return [...groups].map(([name, count]) => ({ name, count }));
}

/** {@link groupOthers} of a repository. @throws GitError */
export async function otherRefs(place: GitPlace): Promise<RefGroup[]> {
  return groupOthers(await linesOf(place, '%(refname)', []));
}
