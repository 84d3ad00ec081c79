import { latin1 } from '../../../core/encoding/index.js';
import { GitError, type GitObject } from '../../git/index.js';
import { parentsOf } from './revision.js';

/** Where a walk starts, what it excludes, and how far it goes. Times are Unix seconds. */
export interface WalkRequest {
  readonly from: readonly string[];
  readonly without: readonly string[];
  /** Commits at which a shallow clone ends. */
  readonly cut: ReadonlySet<string>;
  readonly maxCount?: number | undefined;
  readonly firstParent?: boolean | undefined;
  readonly noMerges?: boolean | undefined;
}

type Read = (id: string) => Promise<GitObject | undefined>;

interface Node {
  readonly id: string;
  readonly time: number;
  readonly parents: readonly string[];
}

/**
 * Ids of the commits that are reachable from `from` but not from `without`, newest committer date first, as in `git
 * rev-list`. A missing commit ends the walk with an error, because its ancestors are unknown.
 * @throws GitError GIT_FAILED
 */
export async function* walkCommits(
  request: WalkRequest,
  read: Read,
): AsyncGenerator<string, void, undefined> {
  const { from, maxCount = Number.POSITIVE_INFINITY, firstParent, noMerges } = request;
  const nodeOf = async (id: string) => node(id, request.cut, read);
  const seen = await reachable(request.without, nodeOf);
  const waiting: Node[] = [];
  const add = async (id: string) => {
    if (seen.has(id)) return;
    seen.add(id);
    insert(waiting, await nodeOf(id));
  };
  for (const id of from) await add(id);
  let given = 0;
  for (let next = waiting.shift(); next && given < maxCount; next = waiting.shift()) {
    if (!noMerges || next.parents.length < 2) {
      given += 1;
      yield next.id;
    }
    for (const parent of firstParent ? next.parents.slice(0, 1) : next.parents) await add(parent);
  }
}

/** Newest first. Of commits with the same date, the one that was found first. */
function insert(waiting: Node[], node: Node): void {
  let [low, high] = [0, waiting.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((waiting[middle]?.time ?? 0) >= node.time) low = middle + 1;
    else high = middle;
  }
  waiting.splice(low, 0, node);
}

async function reachable(
  ids: readonly string[],
  nodeOf: (id: string) => Promise<Node>,
): Promise<Set<string>> {
  const seen = new Set(ids);
  const todo = [...ids];
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    for (const parent of (await nodeOf(id)).parents) {
      if (seen.has(parent)) continue;
      seen.add(parent);
      todo.push(parent);
    }
  }
  return seen;
}

async function node(id: string, cut: ReadonlySet<string>, read: Read): Promise<Node> {
  const commit = await read(id);
  if (commit?.type !== 'commit')
    throw new GitError(
      'GIT_FAILED',
      `the history cannot be walked to its end: commit ${id} is not in this repository`,
    );
  const end = commit.raw.findIndex((octet, at) => octet === 0x0a && commit.raw[at + 1] === 0x0a);
  const header = latin1(commit.raw.subarray(0, end < 0 ? commit.raw.length : end + 1));
  const time = /^committer .*> (\d{1,13}) [+-]\d{4}$/m.exec(header)?.[1];
  return { id, time: Number(time ?? 0), parents: cut.has(id) ? [] : parentsOf(commit.raw) };
}
