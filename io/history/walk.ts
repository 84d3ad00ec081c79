import { type GitObject, type NoGitObject, readAhead } from '../git/index.js';
import type { RevisionReader } from '../revision/index.js';
import { datesOf } from './dates.js';
import type { LeftOutSoFar } from './left-out.js';
import { Range } from './range.js';
import { otherRefs } from './refs.js';
import { type ListedCommit, listCommits } from './rev-list.js';
import { hasDates, tipOptions } from './selection.js';
import { tags } from './tags.js';
import type { HistoryItem, HistorySelection } from './types.js';
import { walkEnds } from './walk-ends.js';
import type { Wanted } from './wanted.js';

/** What one walk over a selection needs. */
export interface Run {
  readonly reader: RevisionReader;
  readonly leftOut: LeftOutSoFar;
  readonly toItem: (wanted: Wanted, answer: GitObject | NoGitObject) => HistoryItem;
  readonly signal: AbortSignal | undefined;
}

/** Why a commit is not selected: it is a merge, or its date is outside the limits. */
type Unasked = (commit: ListedCommit) => 'date' | 'merge' | undefined;

/**
 * First the tags (all of them with `all`, and those that are named), then the selected commits in the order of
 * `git rev-list`. The date and parents that git prints count only if the commit's bytes match its id. So a damaged commit is always returned, whatever date
 * or parents it has.
 * @throws GitError REVISION_UNKNOWN, REVISION_AMBIGUOUS, NOT_A_SIGNED_OBJECT, GIT_NOT_FOUND, GIT_FAILED
 */
export async function* walk(selection: HistorySelection, run: Run): AsyncGenerator<HistoryItem> {
  const { reader, leftOut, toItem, signal } = run;
  const { place, objects } = reader;
  const { all, revisions, firstParent, maxCount = Number.POSITIVE_INFINITY } = selection;
  const shown = new Set<string>();
  if (all) {
    leftOut.refs.push(...(await otherRefs(place)));
    for await (const { wanted, answer } of tags(selection, place, objects, leftOut)) {
      if (wanted.ref !== undefined) shown.add(wanted.ref);
      yield toItem(wanted, answer);
    }
  }
  const ends = await walkEnds(revisions.length === 0 && !all ? ['HEAD'] : revisions, reader, leftOut);
  for (const tag of ends.tags)
    if (tag.ref === undefined || !shown.has(tag.ref))
      yield toItem({ ...tag, type: 'tag' }, await objects.read(tag.id));
  const tips = tipOptions(selection, leftOut.refs);
  const range = await Range.between(ends, place);
  for (const id of range ? ends.from : []) range?.reach(id);
  if (range && all)
    for await (const group of listCommits([...tips, '--no-walk'], place, signal))
      for (const { id } of group) range.reach(id);
  const unasked = await unaskedOf(selection, reader);
  const options = [
    ...tips,
    ...(firstParent ? ['--first-parent'] : []),
    ...(unasked || range || maxCount === Number.POSITIVE_INFINITY ? [] : [`--max-count=${maxCount}`]),
    '--end-of-options',
    ...ends.from,
    ...(range?.without ?? []).map((id) => `^${id}`),
  ];
  let missing = maxCount;
  for await (const group of listCommits(options, place, signal)) {
    for (const { id } of range ? group : []) range?.list(id);
    // Which commits to leave out is known only after they are read.
    const commits = unasked && missing > 0 ? group : group.slice(0, missing);
    let next = 0;
    for (const [id, answer] of readAhead(
      commits.map((commit) => commit.id),
      objects,
    )) {
      const [commit, object] = [commits[next++], await answer];
      if (commit === undefined || missing === 0) continue;
      const sound = !('missing' in object);
      for (const parent of range && sound ? followed(commit, firstParent) : []) range?.reach(parent);
      const why = sound ? unasked?.(commit) : undefined;
      if (why === 'date') leftOut.byDate += 1;
      if (why !== undefined) continue;
      missing -= 1;
      yield toItem({ name: id, id, type: 'commit' }, object);
    }
    if (missing === 0 && !range) return;
  }
  await range?.prove(reader);
}

function followed({ parents }: ListedCommit, firstParent: boolean | undefined): readonly string[] {
  return firstParent ? parents.slice(0, 1) : parents;
}

async function unaskedOf(
  selection: HistorySelection,
  { place }: RevisionReader,
): Promise<Unasked | undefined> {
  const { noMerges } = selection;
  const dates = hasDates(selection) ? await datesOf(selection, place) : undefined;
  if (!noMerges && !dates) return undefined;
  return ({ time, parents }) => {
    if (noMerges && parents.length > 1) return 'merge';
    return dates && (time < dates.from || time > dates.to) ? 'date' : undefined;
  };
}
