import { GitError, git } from '../../../io/git/index.js';
import { type HistorySelection, openHistory } from '../../../io/history/index.js';
import type { CallContext } from '../../frame/thread/protocol.js';
import type { ListName, Row, SignatureCalls } from '../calls.js';
import { rowOf } from './rows.js';
import { type RepositorySession, sessionOf } from './sessions.js';

const BATCH = 250;

async function hasTags({ place }: RepositorySession): Promise<boolean> {
  return (await git({ ...place, args: ['for-each-ref', '--count=1', 'refs/tags/'] })).stdout.length > 0;
}

async function selectionOf(
  session: RepositorySession,
  list: ListName,
  maxCount: number,
): Promise<HistorySelection | undefined> {
  if (list === 'tags') return (await hasTags(session)) ? { revisions: ['refs/tags/**'] } : undefined;
  if (!session.hasHead) return undefined;
  if (list === 'head') return { revisions: ['HEAD'], maxCount: 1 };
  if (list === 'recent') return { revisions: ['HEAD'], maxCount };
  if (list === 'unpushed')
    return session.hasUpstream ? { revisions: ['@{upstream}..HEAD'], maxCount } : undefined;
  return session.base === undefined ? undefined : { revisions: [`${session.base}..HEAD`], maxCount };
}

async function read(
  session: RepositorySession,
  selection: HistorySelection,
  limit: number,
  {
    part,
    signal,
  }: CallContext<SignatureCalls['list']['part']> | CallContext<SignatureCalls['range']['part']>,
  named: (row: Row) => Row,
): Promise<number> {
  const history = await openHistory(selection, session.place, signal);
  let batch: Row[] = [];
  let count = 0;
  try {
    for await (const item of history.items()) {
      if (signal.aborted || count >= limit) break;
      batch.push(named(rowOf(item)));
      count += 1;
      if (batch.length >= BATCH) {
        part(batch);
        batch = [];
      }
    }
  } finally {
    await history.close();
  }
  if (batch.length > 0) part(batch);
  return count;
}

/** Sends the rows of a list in display order, in parts; returns how many there are. @throws GitError */
export async function list(
  { root, list: wanted, limit }: SignatureCalls['list']['ask'],
  context: CallContext<SignatureCalls['list']['part']>,
): Promise<number> {
  const session = sessionOf(root);
  const selection = await selectionOf(session, wanted, limit);
  if (!selection) return 0;
  const named = (row: Row) => (wanted === 'tags' ? { ...row, name: `refs/tags/${row.name}` } : row);
  return read(session, selection, limit, context, named);
}

/** The rows of a range that the user typed. @throws GitError REVISION_UNKNOWN */
export async function range(
  { root, range: typed, limit }: SignatureCalls['range']['ask'],
  context: CallContext<SignatureCalls['range']['part']>,
): Promise<number> {
  const session = sessionOf(root);
  const revisions = typed.split(/\s+/).filter(Boolean);
  if (revisions.length === 0) throw new GitError('REVISION_UNKNOWN', 'there is no range');
  return read(session, { revisions, maxCount: limit }, limit, context, (row) => row);
}
