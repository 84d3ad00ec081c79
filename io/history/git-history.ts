import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ObjectFormat, objectId } from '../../core/git/index.js';
import { harmless } from '../../core/text/index.js';
import {
  asItIs,
  GitError,
  type GitObject,
  GitObjects,
  type GitPlace,
  type NoGitObject,
  repositoryInfo,
} from '../git/index.js';
import { matchingRefs, tagRefs, withoutPatterns } from './refs.js';
import { walkedIds } from './rev-list.js';
import { checkRevisions, isPattern, isWalk } from './selection.js';
import { tagBelow } from './tag-below.js';
import type { History, HistoryItem, HistorySelection, UnreadObject } from './types.js';

// How many objects are asked for before the first is taken: enough to keep git busy, a few megabytes at most.
const AHEAD = 128;
const MAX_TAG_CHAIN = 32;

type Wanted = {
  readonly name: string;
  readonly id: string;
  readonly type: 'commit' | 'tag';
  /** What else a tag points to, if neither. */
  readonly of?: string;
};

/**
 * The selected objects, read through one `git cat-file --batch`. Replace refs and grafts are ignored and nothing is
 * fetched: what is not there is named as unread.
 * @throws GitError NOT_A_REPOSITORY, REVISION_UNKNOWN, GIT_NOT_FOUND
 */
export async function openGitHistory(
  selection: HistorySelection,
  at: GitPlace,
  signal?: AbortSignal,
): Promise<History> {
  checkRevisions(selection.revisions);
  const place = asItIs(at);
  const { objectFormat, commonDir, shallow } = await repositoryInfo(place);
  const reader = new GitObjects(place);
  const boundaries: string[] = [];
  const cut = shallow ? await shallowIds(commonDir) : new Set<string>();
  // Each layer of asynchronous iteration costs as much as reading an object: items are made where they are read.
  const toItem = (wanted: Wanted, answer: GitObject | NoGitObject): HistoryItem => {
    const item = itemOf(wanted, answer, objectFormat);
    if (cut.has(item.object.id)) boundaries.push(item.object.id);
    return item;
  };
  const walked = isWalk(selection);
  return {
    format: objectFormat,
    walked,
    shallowBoundaries: boundaries,
    items: () =>
      walked ? walk(selection, place, reader, toItem, signal) : named(selection, place, reader, toItem),
    close: () => reader.close(),
  };
}

type Read = { readonly wanted: Wanted; readonly answer: GitObject | NoGitObject };
type ToItem = (wanted: Wanted, answer: GitObject | NoGitObject) => HistoryItem;

/** Every name is looked up before the first object is given: an unknown revision is no answer at all. */
async function* named(
  { revisions }: HistorySelection,
  place: GitPlace,
  reader: GitObjects,
  toItem: ToItem,
): AsyncGenerator<HistoryItem> {
  const names = revisions.length === 0 ? ['HEAD'] : revisions;
  const found = await Promise.all(
    names.map(async (name): Promise<(Wanted | Read)[]> => {
      if (isPattern(name)) {
        const refs = await matchingRefs(name, place);
        return refs.map((ref) => ({ ...ref, type: ref.type === 'tag' ? 'tag' : 'commit' }));
      }
      const answer = await reader.read(name);
      if ('missing' in answer && answer.why !== 'too-large') throw unknown(name, answer.why);
      return [{ wanted: { name, id: answer.id ?? name, type: typeOf(name, answer) }, answer }];
    }),
  );
  for (const one of found.flat())
    yield 'wanted' in one ? toItem(one.wanted, one.answer) : toItem(one, await reader.read(one.id));
}

function unknown(name: string, why: 'missing' | 'ambiguous'): GitError {
  if (name === 'HEAD' && why === 'missing')
    return new GitError('REVISION_UNKNOWN', 'there is no commit here yet');
  const shown = harmless(name);
  return new GitError(
    'REVISION_UNKNOWN',
    why === 'ambiguous'
      ? `${shown} could be several objects`
      : `there is no object ${shown} in this repository`,
  );
}

function typeOf(name: string, answer: GitObject | NoGitObject): 'commit' | 'tag' {
  if ('missing' in answer) return 'commit';
  if (answer.type === 'commit' || answer.type === 'tag') return answer.type;
  throw new GitError(
    'NOT_A_SIGNED_OBJECT',
    `${harmless(name)} is a ${answer.type}; only commits and tags are signed`,
  );
}

async function* walk(
  selection: HistorySelection,
  place: GitPlace,
  reader: GitObjects,
  toItem: ToItem,
  signal: AbortSignal | undefined,
): AsyncGenerator<HistoryItem> {
  if (selection.all)
    for await (const { wanted, answer } of tags(selection, place, reader)) yield toItem(wanted, answer);
  const given = selection.revisions.length === 0 && !selection.all ? ['HEAD'] : selection.revisions;
  const revisions = await withoutPatterns(given, place);
  for await (const ids of walkedIds(selection, revisions, place, signal))
    for (const [id, answer] of readAhead(ids, reader))
      yield toItem({ name: id, id, type: 'commit' }, await answer);
}

function* readAhead(
  ids: readonly string[],
  reader: GitObjects,
): Generator<readonly [id: string, answer: Promise<GitObject | NoGitObject>]> {
  const asked: Promise<GitObject | NoGitObject>[] = [];
  let next = 0;
  for (const id of ids) {
    // Half a batch at a time, so that git is asked in few writes.
    if (asked.length <= AHEAD / 2) {
      for (const wanted of ids.slice(next, next + AHEAD - asked.length)) {
        const read = reader.read(wanted);
        // Awaited in its turn; until then a git that ended must not end this process.
        read.catch(() => {});
        asked.push(read);
        next += 1;
      }
    }
    const answer = asked.shift();
    if (answer) yield [id, answer];
  }
}

/** Tags in order of name, each followed by the tags it points to that have no name of their own, which come once. */
async function* tags(
  { lightweightTag }: HistorySelection,
  place: GitPlace,
  reader: GitObjects,
): AsyncGenerator<Read> {
  const refs = await tagRefs(place);
  const named = new Set(refs.map(({ id }) => id));
  for (const { name, id, type } of refs) {
    if (type !== 'tag') {
      if (lightweightTag?.(name))
        yield {
          wanted: { name, id, type: 'commit', ...(type !== 'commit' && { of: type }) },
          answer: await reader.read(id),
        };
      continue;
    }
    let next: string | undefined = id;
    for (let depth = 0; next !== undefined && depth < MAX_TAG_CHAIN; depth++) {
      const answer: GitObject | NoGitObject = await reader.read(next);
      yield { wanted: { name, id: next, type: 'tag' }, answer };
      next = 'raw' in answer ? tagBelow(answer.raw) : undefined;
      if (next !== undefined && named.has(next)) break;
      if (next !== undefined) named.add(next);
    }
  }
}

/** Judged is what the id names: bytes that do not hash to it are named and not judged. */
function itemOf(
  { name, id, type, of }: Wanted,
  answer: GitObject | NoGitObject,
  format: ObjectFormat,
): HistoryItem {
  if ('missing' in answer)
    return {
      name,
      object:
        answer.why === 'too-large'
          ? { id, type, unread: 'too-large', detail: `it has ${answer.size} bytes, more than is read` }
          : { id, type, unread: 'missing', detail: 'the object is not in this repository' },
    };
  if (
    (answer.type === 'commit' || answer.type === 'tag') &&
    answer.id === objectId(answer.type, answer.raw, format)
  )
    return { name, object: { id: answer.id, type: answer.type, raw: answer.raw, format } };
  const other: Omit<UnreadObject, 'id' | 'type'> =
    of === undefined
      ? { unread: 'other-bytes', detail: 'the repository is damaged: it holds other bytes under this id' }
      : { unread: 'other-type', detail: `it points to a ${of}, which no signature can be on` };
  return { name, object: { id, type, ...other } };
}

async function shallowIds(commonDir: string): Promise<ReadonlySet<string>> {
  try {
    return new Set((await readFile(join(commonDir, 'shallow'), 'utf8')).split('\n').filter(Boolean));
  } catch {
    return new Set();
  }
}
