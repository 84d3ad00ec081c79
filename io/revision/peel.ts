import { latin1 } from '../../core/encoding/index.js';
import { GitError, type GitObject, type GitObjects, type NoGitObject } from '../git/index.js';

const TARGET = /^object ([0-9a-f]{40}|[0-9a-f]{64})\n/;
/** Bytes in which parents are looked for: git writes no commit with so many. */
const MOST_PARENTS = 1 << 20;
const PARENTS = /^tree [0-9a-f]+\n((?:parent (?:[0-9a-f]{40}|[0-9a-f]{64})\n)*)/;

interface Reader {
  readonly objects: GitObjects;
}

/** An object by its id alone, or the error that it is not what its id names. @throws GitError GIT_FAILED */
function sound(answer: GitObject | NoGitObject): GitObject | NoGitObject {
  if ('missing' in answer && answer.why === 'other-bytes')
    throw new GitError(
      'GIT_FAILED',
      `the repository is damaged: it holds other bytes under the id ${answer.id}`,
    );
  return answer;
}

/**
 * What a tag leads to in the end, and any other object itself; undefined where that is not here. git follows tags without
 * hashing them, so that a forged one could lead elsewhere. A commit too large to be read is one all the same.
 * @throws GitError GIT_FAILED for a damaged one on the way
 */
export async function peeled(
  id: string,
  { objects }: Reader,
): Promise<{ readonly id: string; readonly type: string } | undefined> {
  let at = id;
  // Ids are hashes of what they name, so that a chain of tags ends.
  for (;;) {
    const answer = sound(await objects.read(at));
    if ('missing' in answer) return answer.why === 'too-large' ? { id: at, type: 'commit' } : undefined;
    if (answer.type !== 'tag') return { id: at, type: answer.type };
    const target = TARGET.exec(latin1(answer.raw.subarray(0, 100)))?.[1];
    if (target === undefined) return undefined;
    at = target;
  }
}

/** The parents a commit names itself and that are here: not those that a shallow clone left out. @throws GitError GIT_FAILED */
export async function parentsOf(id: string, { objects }: Reader): Promise<string[]> {
  const answer = sound(await objects.read(id));
  if ('missing' in answer) return [];
  const lines = PARENTS.exec(latin1(answer.raw.subarray(0, MOST_PARENTS)))?.[1] ?? '';
  const found: string[] = [];
  for (const line of lines.split('\n').slice(0, -1)) {
    const parent = line.slice('parent '.length);
    if ((await peeled(parent, { objects })) !== undefined) found.push(parent);
  }
  return found;
}
