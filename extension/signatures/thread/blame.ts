import { isAbsolute, relative } from 'node:path';
import { utf8 } from '../../../core/encoding/index.js';
import { GitError, git } from '../../../io/git/index.js';
import { readOne } from '../../../io/history/index.js';
import type { BlamedLine, SignatureCalls } from '../calls.js';
import { withoutPrograms } from './blame-environment.js';
import { rowOf } from './rows.js';
import { sessionOf } from './sessions.js';

const LONGEST_MS = 10_000;
const LARGEST_OUTPUT = 1 << 20;
const NOT_COMMITTED = /^0+$/;

/**
 * Who last changed a line (0-based) of a file. The file's content is `text` or, without it, the file in the work tree.
 * Undefined when the line is not committed. No program of the repository runs, and only trusted workspaces are blamed. The
 * author comes from the commit itself, because git blame applies .mailmap, which would let one commit change the author of
 * another.
 * @throws GitError
 */
export async function blame({
  root,
  path,
  line,
  text,
}: SignatureCalls['blame']['ask']): Promise<BlamedLine | undefined> {
  const { place, asked } = sessionOf(root);
  if (!asked.trusted) throw new GitError('GIT_FAILED', 'lines are not blamed in an untrusted workspace');
  const file = relative(root, path);
  if (file === '' || file.startsWith('..') || isAbsolute(file)) return undefined;
  const at = `${line + 1},${line + 1}`;
  const { stdout, exitCode } = await git({
    cwd: root,
    env: await withoutPrograms(place),
    args: [
      ...['-c', 'core.fsmonitor=false', '-c', 'blame.ignoreRevsFile=', '-c', 'mailmap.blob='],
      ...['blame', '--porcelain', '--no-textconv', `-L${at}`],
      ...(text === undefined ? [] : ['--contents', '-']),
      '--',
      file,
    ],
    ...(text !== undefined && { input: utf8(text) }),
    accept: [0, 128],
    timeoutMs: LONGEST_MS,
    maxBytes: LARGEST_OUTPUT,
  });
  const id = exitCode === 0 ? blamedCommit(Buffer.from(stdout).toString('latin1')) : undefined;
  if (id === undefined) return undefined;
  const { object } = await readOne(place, id);
  const { author = { name: '', email: '' }, time = 0, subject } = rowOf({ name: id, object });
  return { id, author, time, summary: subject };
}

/** The commit id in the first line of `git blame --porcelain` (git-blame(1), THE PORCELAIN FORMAT). */
export function blamedCommit(porcelain: string): string | undefined {
  const id = /^([0-9a-f]{40}|[0-9a-f]{64}) \d+ \d+/.exec(porcelain)?.[1];
  return id === undefined || NOT_COMMITTED.test(id) ? undefined : id;
}
