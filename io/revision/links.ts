import { latin1 } from '../../core/encoding/index.js';
import { GitError, type GitObject, type GitObjects, type NoGitObject, parentsIn } from '../git/index.js';

const TARGET = /^object ([0-9a-f]{40}|[0-9a-f]{64})\n/;
const TREE = /^tree ([0-9a-f]{40}|[0-9a-f]{64})\n/;

/** What an object leads to: a commit to its tree and parents, a tag to its target. */
export interface Links {
  readonly type: string;
  readonly parents: readonly string[];
  /** Undefined for anything but a tag, and for a tag that names no target. */
  readonly target: string | undefined;
  /** Undefined for anything but a commit, and for a commit that names no tree. */
  readonly tree: string | undefined;
}

/** Returns the answer, or throws if the object does not match its id. @throws GitError GIT_FAILED */
export function sound(answer: GitObject | NoGitObject): GitObject | NoGitObject {
  if ('missing' in answer && answer.why === 'other-bytes')
    throw new GitError(
      'GIT_FAILED',
      `the repository is damaged: it holds other bytes under the id ${answer.id}`,
    );
  return answer;
}

/** Most objects whose links are kept, and most parents of one of them. */
const KEPT = 50_000;
const MOST_PARENTS = 64;

const known = new WeakMap<GitObjects, Map<string, Promise<Links | NoGitObject>>>();

/**
 * What an object leads to, or why it was not read. Names such as `main~1` to `main~50` lead over the same objects: each is read
 * and hashed once, and its bytes are not kept.
 * @throws GitError GIT_FAILED for a damaged object
 */
export async function linksOf(id: string, objects: GitObjects): Promise<Links | NoGitObject> {
  const kept = known.get(objects) ?? new Map<string, Promise<Links | NoGitObject>>();
  known.set(objects, kept);
  const before = kept.get(id);
  if (before) return before;
  if (kept.size >= KEPT) kept.clear();
  const reading = read(id, objects);
  kept.set(id, reading);
  const found = await reading.catch((error: unknown) => {
    kept.delete(id);
    throw error;
  });
  if ('missing' in found || found.parents.length > MOST_PARENTS) kept.delete(id);
  return found;
}

async function read(id: string, objects: GitObjects): Promise<Links | NoGitObject> {
  const answer = sound(await objects.read(id));
  if ('missing' in answer) return answer;
  const { type, raw } = answer;
  const head = latin1(raw.subarray(0, 100));
  return {
    type,
    parents: type === 'commit' ? parentsIn(raw) : [],
    target: type === 'tag' ? TARGET.exec(head)?.[1] : undefined,
    tree: type === 'commit' ? TREE.exec(head)?.[1] : undefined,
  };
}
