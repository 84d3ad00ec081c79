import type { ObjectFormat, ObjectType } from '../../core/git/index.js';
import { harmless } from '../../core/harmless/index.js';
import { GitError, type GitObject, type GitObjects, type GitPlace, type NoGitObject } from '../git/index.js';
import { abbreviated } from './abbreviated.js';
import type { Point } from './grammar.js';
import { marked, namesBranch } from './marks.js';
import { type Meaning, meaningsOf } from './meanings.js';
import { ambiguous } from './places.js';
import { stepped } from './steps.js';

/** The object that a revision leads to, without its bytes. The bytes of many objects need not fit in memory. */
export interface Resolved {
  readonly answer:
    | { readonly id: string; readonly type: ObjectType }
    | Extract<NoGitObject, { readonly id: string }>;
  /** The full name of the requested ref, if the ref points to the object. */
  readonly ref?: string;
}

/** What resolving needs: the place in which git runs, and a reader of its objects. */
export interface RevisionReader {
  readonly place: GitPlace;
  readonly objects: GitObjects;
  readonly format: ObjectFormat;
}

const WHOLE_ID: Readonly<Record<ObjectFormat, RegExp>> = {
  sha1: /^[0-9a-f]{40}$/i,
  sha256: /^[0-9a-f]{64}$/i,
};
/** `:/text`, and `^{/text}` before any path: the newest commit whose message contains the text. */
const SEARCH = /^(?::\/|[^:]*?\^\{\/)/;
/** Steps that do not leave a tag object. */
const STAYS = /^(?:\^\{(?:tag|object)\})*$/;

/** The error for a search. Anyone who may push a commit writes its message, and so decides what is found. */
function searches(shown: string): GitError {
  return new GitError(
    'REVISION_AMBIGUOUS',
    `"${harmless(shown)}" means the newest commit whose message contains this text, and anyone who may push can write such a message; give the id of the commit (git log --grep finds it)`,
  );
}

/** The error for a revision that names no object. @param shown the revision as it was given */
export function unknownRevision(shown: string): GitError {
  const text =
    shown === 'HEAD'
      ? 'there is no commit here yet'
      : `there is no object ${harmless(shown)} in this repository`;
  return new GitError('REVISION_UNKNOWN', text);
}

async function meaningOf(
  { base, marks }: Point,
  refs: readonly Meaning[],
  { place, format }: RevisionReader,
): Promise<Meaning | undefined> {
  const [first] = marks;
  if (first !== undefined && (base === '' || namesBranch(first)))
    return marked(base, marks, undefined, place);
  if (marks.length === 0 && WHOLE_ID[format].test(base)) return { id: base.toLowerCase() };
  const ids = base === 'HEAD' || base.startsWith('refs/') ? [] : await abbreviated(base, place);
  const [one, ...others] = [...refs, ...ids.map((id): Meaning => ({ id }))];
  if (one && others.length > 0)
    throw ambiguous(
      base,
      [one, ...others].map(({ ref, id }) => ref ?? id),
    );
  return one && marks.length > 0 ? marked(base, marks, one, place) : one;
}

function foundOf(answer: GitObject | NoGitObject): Resolved['answer'] | undefined {
  if (!('missing' in answer)) return { id: answer.id, type: answer.type };
  return answer.why === 'too-large' || answer.why === 'other-bytes' ? answer : undefined;
}

/**
 * The objects that these points name, each read by its id. A name with more than one meaning is refused: git uses
 * the first in its own order, and anyone who may push a tag can change which one that is. A search in commit
 * messages is refused too.
 * @throws GitError REVISION_UNKNOWN, REVISION_AMBIGUOUS
 */
export async function resolvePoints(
  points: readonly { readonly point: Point; readonly shown: string }[],
  reader: RevisionReader,
): Promise<Resolved[]> {
  const whole = WHOLE_ID[reader.format];
  const names = points.map(({ point }) => point.base).filter((base) => base !== '' && !whole.test(base));
  const refs = await meaningsOf(names, reader.place);
  return Promise.all(
    points.map(async ({ point, shown }) => {
      const { base, marks, steps } = point;
      if (SEARCH.test(steps)) throw searches(shown);
      const searched = base === '' && marks.length === 0 && steps.startsWith(':');
      const meaning = searched ? { id: '' } : await meaningOf(point, refs.get(base) ?? [], reader);
      if (!meaning) throw unknownRevision(shown);
      const { id, ref } = meaning;
      const end = searched ? steps : await stepped(id, steps, reader);
      const answer = end && foundOf(await reader.objects.read(end));
      if (answer) return { answer, ...(ref !== undefined && STAYS.test(steps) && { ref }) };
      throw unknownRevision(shown);
    }),
  );
}
