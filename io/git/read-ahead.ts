import type { GitObjects } from './objects.js';
import type { GitObject, NoGitObject } from './types.js';

// How many objects are asked for before the first is taken: enough to keep git busy.
const AHEAD = 128;

type Answer = GitObject | NoGitObject;

/**
 * The objects with these ids, in their order, asked for ahead of being taken. What waits to be taken is bounded in bytes: git
 * waits while it is more. One is to be taken before the next, and all before anything else is read with this reader.
 */
export function* readAhead(
  ids: readonly string[],
  reader: GitObjects,
): Generator<readonly [id: string, answer: Promise<Answer>], void, undefined> {
  const asked: Promise<Answer>[] = [];
  let next = 0;
  for (const id of ids) {
    // Half a batch at a time, so that git is asked in few writes.
    if (asked.length <= AHEAD / 2) {
      for (const wanted of ids.slice(next, next + AHEAD - asked.length)) {
        const read = reader.read(wanted).then((answer) => {
          reader.hold(sizeOf(answer));
          return answer;
        });
        // Awaited in its turn; until then a git that ended must not end this process.
        read.catch(() => {});
        asked.push(read);
        next += 1;
      }
    }
    const answer = asked.shift();
    if (!answer) continue;
    const taken = answer.then((object) => {
      reader.hold(-sizeOf(object));
      return object;
    });
    taken.catch(() => {});
    yield [id, taken];
  }
}

function sizeOf(answer: Answer): number {
  return 'raw' in answer ? answer.raw.length : 0;
}
