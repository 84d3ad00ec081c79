import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectFormat } from '../../core/git/index.js';
import {
  asItIs,
  type GitObject,
  GitObjects,
  type GitPlace,
  type NoGitObject,
  readAhead,
  repositoryInfo,
} from '../git/index.js';
import { LeftOutSoFar } from './left-out.js';
import { listed } from './listed.js';
import { named } from './named.js';
import { checkRevisions, isWalk } from './selection.js';
import type { History, HistoryItem, HistorySelection, UnreadObject } from './types.js';
import { type Run, walk } from './walk.js';
import type { Wanted } from './wanted.js';

/**
 * The selected objects, read through one `git cat-file --batch`. Replace refs and grafts are ignored, and nothing
 * is fetched: a missing object becomes an `UnreadObject`.
 * @throws GitError NOT_A_REPOSITORY, REVISION_UNKNOWN, REVISION_AMBIGUOUS, GIT_NOT_FOUND
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
  // Items are made where the objects are read, because each layer of asynchronous iteration costs as much as
  // reading an object.
  const toItem = (wanted: Wanted, answer: GitObject | NoGitObject): HistoryItem => {
    const item = itemOf(wanted, answer, objectFormat);
    if (cut.has(item.object.id)) boundaries.push(item.object.id);
    return item;
  };
  const walked = isWalk(selection);
  const leftOut = new LeftOutSoFar();
  const run: Run = { reader: { place, objects: reader, format: objectFormat }, leftOut, toItem, signal };
  return {
    format: objectFormat,
    walked,
    shallowBoundaries: boundaries,
    leftOut,
    items: () => (walked ? walk(selection, run) : one(selection, run)),
    close: () => reader.close(),
  };
}

async function* one(selection: HistorySelection, run: Run): AsyncGenerator<HistoryItem> {
  const { revisions, names } = selection;
  const { reader, leftOut, toItem } = run;
  if (names) {
    for await (const group of names)
      for (const ids of listed(group, reader.format)) {
        if ('whole' in ids) {
          for (const [id, answer] of readAhead(ids.whole, reader.objects))
            yield toItem({ name: id, id, type: 'commit', listed: true }, await answer);
        } else {
          checkRevisions(ids.names);
          for await (const { wanted, answer } of named(ids.names, reader, leftOut))
            yield toItem(wanted, answer);
        }
      }
    return;
  }
  const asked = revisions.length === 0 ? ['HEAD'] : revisions;
  for await (const { wanted, answer } of named(asked, reader, leftOut)) yield toItem(wanted, answer);
}

/** Only an object that matches its id is judged. A missing or different object is reported and not judged. */
function itemOf(wanted: Wanted, answer: GitObject | NoGitObject, format: ObjectFormat): HistoryItem {
  const { name, id, type, ref } = wanted;
  const called = { name, ...(ref !== undefined && { ref }) };
  if (!('missing' in answer) && (answer.type === 'commit' || answer.type === 'tag'))
    return { ...called, object: { id: answer.id, type: answer.type, raw: answer.raw, format } };
  return { ...called, object: { id, type, ...unreadOf(wanted, answer) } };
}

function unreadOf(
  { of, listed: asked }: Wanted,
  answer: GitObject | NoGitObject,
): Omit<UnreadObject, 'id' | 'type'> {
  if (!('missing' in answer)) {
    if (of !== undefined || asked) {
      const what = of === undefined ? `is a ${answer.type}` : `points to a ${of}`;
      return { unread: 'other-type', detail: `it ${what}, which no signature can be on` };
    }
    return DAMAGED;
  }
  if (answer.why === 'other-bytes') return DAMAGED;
  return answer.why === 'too-large'
    ? { unread: 'too-large', detail: `it has ${answer.size} bytes, which is too large to read` }
    : { unread: 'missing', detail: 'the object is not in this repository' };
}

const DAMAGED = {
  unread: 'other-bytes',
  detail: 'the repository is damaged: it holds other bytes under this id',
} as const;

async function shallowIds(commonDir: string): Promise<ReadonlySet<string>> {
  try {
    return new Set((await readFile(join(commonDir, 'shallow'), 'utf8')).split('\n').filter(Boolean));
  } catch {
    return new Set();
  }
}
