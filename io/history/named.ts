import { harmless } from '../../core/harmless/index.js';
import { GitError, type GitPlace, readAhead } from '../git/index.js';
import { parseRevision, type Resolved, type RevisionReader, resolvePoints } from '../revision/index.js';
import type { LeftOutSoFar } from './left-out.js';
import { isSignable, matchingRefs } from './refs.js';
import { isPattern } from './selection.js';
import type { Read, Wanted } from './wanted.js';

function typeOf(name: string, { answer }: Resolved): 'commit' | 'tag' {
  const type = 'type' in answer ? answer.type : 'commit';
  if (type === 'commit' || type === 'tag') return type;
  throw new GitError(
    'NOT_A_SIGNED_OBJECT',
    `${harmless(name)} is a ${type}; only commits and tags are signed`,
  );
}

/** The objects that a pattern names, without those that cannot be signed. */
async function matching(pattern: string, place: GitPlace, leftOut: LeftOutSoFar): Promise<Wanted[]> {
  const refs = await matchingRefs(pattern, place);
  leftOut.unsignable.push(...refs.filter((one) => !isSignable(one)).map(({ ref }) => ref));
  return refs.filter(isSignable).map(({ type, ...ref }) => ({
    ...ref,
    type: type === 'tag' ? 'tag' : 'commit',
  }));
}

/**
 * The objects that revisions and patterns name. All names are resolved before the first object is returned, so an
 * unknown revision is an error before there is any output. Then the objects are read one by one.
 * @throws GitError REVISION_UNKNOWN, REVISION_AMBIGUOUS, NOT_A_SIGNED_OBJECT
 */
export async function* named(
  names: readonly string[],
  reader: RevisionReader,
  leftOut: LeftOutSoFar,
): AsyncGenerator<Read> {
  const asked = names.filter((name) => !isPattern(name)).map((shown) => ({ shown, point: pointOf(shown) }));
  const resolved = (await resolvePoints(asked, reader)).map((one, i): Wanted => {
    const name = asked[i]?.shown ?? '';
    const { answer, ref } = one;
    return { name, id: answer.id, type: typeOf(name, one), ...(ref !== undefined && { ref }) };
  });
  const all: Wanted[] = [];
  for (const name of names) {
    const one = isPattern(name) ? undefined : resolved.shift();
    if (one) all.push(one);
    else all.push(...(await matching(name, reader.place, leftOut)));
  }
  const ids = all.map(({ id }) => id);
  let next = 0;
  for (const [, answer] of readAhead(ids, reader.objects)) {
    const wanted = all[next++];
    if (wanted) yield { wanted, answer: await answer };
  }
}

function pointOf(name: string) {
  const selector = parseRevision(name);
  if (selector.kind === 'point') return selector.point;
  throw new GitError('REVISION_UNKNOWN', `"${harmless(name)}" names no single object`);
}
