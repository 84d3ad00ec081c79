import { createHash } from 'node:crypto';
import { isAbsolute, join, relative } from 'node:path';
import { utf8 } from '../../../core/encoding/index.js';
import { GitError } from '../../../io/git/index.js';
import { readOne } from '../../../io/history/index.js';
import type { BlamedLine, SignatureCalls } from '../calls.js';
import { withoutPrograms } from './blame-environment.js';
import { FileBlame } from './file-blame.js';
import { stampOf } from './rest-on.js';
import { rowOf } from './rows.js';
import { type RepositorySession, sessionOf } from './sessions.js';

const LONGEST_MS = 20_000;
const LARGEST_OUTPUT = 64 << 20;
const MOST_FILES = 20;
const NOT_IN_HEAD = /no such path '.*' in HEAD|no such ref: HEAD/;

/** The blame of one content of a file. */
interface Blamed {
  readonly content: string;
  readonly blame: Promise<FileBlame>;
}

/** By session, because what a line is blamed on depends on HEAD and git's configuration, for which a session is opened anew. */
const files = new WeakMap<RepositorySession, Map<string, Blamed>>();

/**
 * Who last changed a line (0-based) of a file. The file's content is `text` or, without it, the file in the work tree.
 * Undefined when the line is not committed. There is one git at a time for a file, and its answer for the whole file is kept. No
 * program of the repository runs, and only trusted workspaces are blamed. The author comes from the commit itself, because git
 * blame applies .mailmap, which would let one commit change the author of another.
 * @throws GitError
 */
export async function blame(
  { root, path, line, text }: SignatureCalls['blame']['ask'],
  { signal }: { readonly signal: AbortSignal },
): Promise<BlamedLine | undefined> {
  const session = sessionOf(root);
  if (!session.asked.trusted)
    throw new GitError('GIT_FAILED', 'lines are not blamed in an untrusted workspace');
  const file = relative(root, path);
  if (file === '' || file.startsWith('..') || isAbsolute(file)) return undefined;
  const id = await blamedCommit(session, file, typeof text === 'string' ? utf8(text) : text, line, signal);
  if (id === undefined) return undefined;
  const { object } = await readOne(session.place, id);
  const { author = { name: '', email: '' }, time = 0, subject } = rowOf({ name: id, object });
  return { id, author, time, summary: subject };
}

async function blamedCommit(
  session: RepositorySession,
  file: string,
  bytes: Uint8Array | undefined,
  line: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return await (await fileBlame(session, file, bytes)).of(line, signal);
  } catch (error) {
    if (error instanceof GitError && NOT_IN_HEAD.test(error.message)) return undefined;
    if (error instanceof GitError && error.code === 'GIT_TIMEOUT')
      throw new GitError('GIT_TIMEOUT', `git blame did not get to this line in ${LONGEST_MS / 1000} seconds`);
    throw error;
  }
}

async function fileBlame(
  session: RepositorySession,
  file: string,
  bytes: Uint8Array | undefined,
): Promise<FileBlame> {
  const known = files.get(session) ?? new Map<string, Blamed>();
  files.set(session, known);
  const content = bytes ? createHash('sha256').update(bytes).digest('hex') : onDisk(session, file);
  const before = known.get(file);
  if (before?.content === content && (await before.blame).isUsable) return before.blame;
  const started = { content, blame: start(session, file, bytes) };
  started.blame.catch(() => known.delete(file));
  known.delete(file);
  known.set(file, started);
  before?.blame.then((one) => one.stop()).catch(() => undefined);
  const [oldest] = known.keys();
  if (known.size > MOST_FILES && oldest !== undefined) known.delete(oldest);
  return started.blame;
}

/** What a file on disk is blamed by: itself, and what says how git reads it. */
function onDisk({ asked: { root } }: RepositorySession, file: string): string {
  return stampOf([join(root, file), join(root, '.gitattributes')]);
}

async function start(
  { place, asked: { root } }: RepositorySession,
  file: string,
  bytes: Uint8Array | undefined,
): Promise<FileBlame> {
  return new FileBlame({
    cwd: root,
    env: await withoutPrograms(place),
    args: [
      // A commit that is named in a file of blame.ignoreRevsFile would be taken for its parent: a file of the repository would
      // say who signed a line. An empty value of the setting does not clear it.
      ...['-c', 'core.fsmonitor=false', '-c', 'mailmap.blob=', '-c', 'advice.graftFileDeprecated=false'],
      ...['blame', '--incremental', '--no-textconv', '--no-ignore-revs-file', '--no-ignore-rev'],
      ...(bytes === undefined ? [] : ['--contents', '-']),
      '--',
      file,
    ],
    ...(bytes !== undefined && { input: bytes }),
    timeoutMs: LONGEST_MS,
    maxBytes: LARGEST_OUTPUT,
  });
}
