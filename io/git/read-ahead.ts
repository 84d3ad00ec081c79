import type { GitObjects } from './objects.js';
import type { GitObject, NoGitObject } from './types.js';

// How many objects are requested before the first is used: enough to keep git busy.
const AHEAD = 128;

type Answer = GitObject | NoGitObject;

/**
 * The objects with these ids, in their order, requested in advance. The bytes that wait to be used are bounded: git
 * waits while there are more. The caller must await each object before the next, and all of them before it reads
 * anything else with this reader.
 */
export function* readAhead(
  ids: readonly string[],
  reader: GitObjects,
): Generator<readonly [id: string, answer: Promise<Answer>], void, undefined> {
  const asked: Promise<Answer>[] = [];
  let next = 0;
  for (const id of ids) {
    // Half a batch at a time, so that few writes are needed.
    if (asked.length <= AHEAD / 2) {
      for (const wanted of ids.slice(next, next + AHEAD - asked.length)) {
        const read = reader.read(wanted).then((answer) => {
          reader.hold(sizeOf(answer));
          return answer;
        });
        // It is awaited in its turn. If git ends before that, this process must not end.
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
