import { latin1 } from '../../core/encoding/index.js';
import { GitError, type GitObject, type GitObjects, type NoGitObject, parentsIn } from '../git/index.js';

const TARGET = /^object ([0-9a-f]{40}|[0-9a-f]{64})\n/;

interface Reader {
  readonly objects: GitObjects;
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

/**
 * For a tag, the object at the end of its chain; any other object is returned as it is. Undefined if it is missing.
 * Every tag is hashed here: git does not do that when it follows tags, and a forged tag could lead elsewhere. A
 * commit that is too large to read still counts as a commit.
 * @throws GitError GIT_FAILED for a damaged object on the way
 */
export async function peeled(
  id: string,
  { objects }: Reader,
): Promise<{ readonly id: string; readonly type: string } | undefined> {
  let at = id;
  // A chain of tags cannot be a circle, because each id is the hash of its object.
  for (;;) {
    const answer = sound(await objects.read(at));
    if ('missing' in answer) return answer.why === 'too-large' ? { id: at, type: 'commit' } : undefined;
    if (answer.type !== 'tag') return { id: at, type: answer.type };
    const target = TARGET.exec(latin1(answer.raw.subarray(0, 100)))?.[1];
    if (target === undefined) return undefined;
    at = target;
  }
}

/**
 * The parents that the commit names and that are present. In a shallow clone some may be missing. @throws GitError
 * GIT_FAILED
 */
export async function parentsOf(id: string, { objects }: Reader): Promise<string[]> {
  const answer = sound(await objects.read(id));
  if ('missing' in answer) return [];
  const found: string[] = [];
  for (const parent of parentsIn(answer.raw))
    if ((await peeled(parent, { objects })) !== undefined) found.push(parent);
  return found;
}
