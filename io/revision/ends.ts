import { harmless } from '../../core/harmless/index.js';
import { GitError } from '../git/index.js';
import { type Point, parseRevision } from './grammar.js';
import { parentsOf, peeled } from './peel.js';
import { type Resolved, type RevisionReader, resolvePoints } from './resolve.js';

/** Where a walk starts and stops: ids of commits. Every object on the way to them was checked against its id. */
export interface WalkEnds {
  readonly from: string[];
  readonly without: string[];
  /** `A...B`: the common ancestors of both sides are excluded. */
  readonly between: (readonly [string, string])[];
  /** Tags that stand for themselves: each named alone, and not as an end of a range. */
  readonly tags: NamedTag[];
}

/** A tag object, as it was named. */
export interface NamedTag {
  readonly name: string;
  readonly id: string;
  /** The full name of the requested ref, if the ref points to the tag. */
  readonly ref?: string;
}

/** The points of a revision, and a function that adds them to the ends when their ids are known. */
interface Argument {
  readonly points: readonly Point[];
  /** True if the revision is one name, which stands for itself. */
  readonly alone?: boolean;
  readonly add: (ids: readonly string[], ends: WalkEnds) => Promise<void> | void;
}

/**
 * The parents that `^@`, `^!` (all of them) or `^-2` (one) name.
 * @throws GitError REVISION_UNKNOWN
 */
export function chosenParents(parents: string, all: readonly string[], revision: string): readonly string[] {
  if (!parents.startsWith('^-')) return all;
  const at = Number(parents.slice(2) || 1) - 1;
  const chosen = all.slice(at, at + 1);
  if (chosen.length === 0 && all.length > 0)
    throw new GitError('REVISION_UNKNOWN', `${harmless(revision)} names a parent that does not exist`);
  return chosen;
}

function argumentOf(revision: string, reader: RevisionReader): Argument {
  const selector = parseRevision(revision);
  if (!('point' in selector)) {
    const { kind, left, right } = selector;
    const add: Argument['add'] = ([a = '', b = ''], { from, without, between }) => {
      from.push(b);
      if (kind === '..') without.push(a);
      else {
        from.push(a);
        between.push([a, b]);
      }
    };
    return { points: [left, right], add };
  }
  const { kind, point, parents } = selector;
  const add: Argument['add'] = async ([id = ''], { from, without }) => {
    const [wanted, other] = kind === 'without' ? [without, from] : [from, without];
    if (parents !== '^@') wanted.push(id);
    if (parents === '') return;
    const chosen = chosenParents(parents, await parentsOf(id, reader), revision);
    (parents === '^@' ? wanted : other).push(...chosen);
  };
  return { points: [point], alone: kind === 'point' && parents === '', add };
}

/**
 * Resolves every name in the revisions and ranges of a walk to the id of a commit. So git gets no name that could
 * mean another ref, and follows no tag. The ends are read and checked against their ids.
 * @throws GitError REVISION_UNKNOWN, REVISION_AMBIGUOUS, GIT_FAILED for a damaged end
 */
export async function resolvedEnds(revisions: readonly string[], reader: RevisionReader): Promise<WalkEnds> {
  const parsed = revisions.map((revision) => ({ revision, ...argumentOf(revision, reader) }));
  const asked = parsed.flatMap(({ revision, points }) =>
    points.map((point) => ({ point, shown: points.length > 1 ? textOf(point) : revision })),
  );
  const resolved = await resolvePoints(asked, reader);
  const ids = await Promise.all(
    resolved.map(({ answer }, i) => endOf(answer, harmless(asked[i]?.shown ?? ''), reader)),
  );
  const ends: WalkEnds = { from: [], without: [], between: [], tags: [] };
  for (const { revision, points, alone, add } of parsed) {
    const [one] = resolved.splice(0, points.length);
    if (alone && one && 'type' in one.answer && one.answer.type === 'tag')
      ends.tags.push({ name: revision, id: one.answer.id, ...(one.ref !== undefined && { ref: one.ref }) });
    await add(ids.splice(0, points.length), ends);
  }
  return ends;
}

/** The commit of one end. git itself would print nothing and report no error for a tag that leads to no commit. */
async function endOf(answer: Resolved['answer'], shown: string, reader: RevisionReader): Promise<string> {
  if ('missing' in answer && answer.why === 'other-bytes')
    throw new GitError(
      'GIT_FAILED',
      `the repository is damaged: it holds other bytes under the id of ${shown}`,
    );
  const end = await peeled(answer.id, reader);
  if (end?.type === 'commit') return end.id;
  throw new GitError(
    'NOT_A_SIGNED_OBJECT',
    `${shown} does not lead to a commit, so there is no history of it`,
  );
}

function textOf({ base, marks, steps }: Point): string {
  return base + marks.join('') + steps;
}
