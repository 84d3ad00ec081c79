import { isAbsolute, relative } from 'node:path';
import { utf8 } from '../../core/encoding/index.js';
import { GitError, git } from '../../io/git/index.js';
import type { BlamedLine, Calls } from '../service/protocol.js';
import type { CallContext } from './main.js';
import { sessionOf } from './sessions.js';

const LONGEST_MS = 10_000;
const LARGEST_OUTPUT = 1 << 20;
const NOT_COMMITTED = /^0+$/;

/**
 * Who last changed a line (0-based) of a file whose text is `text`, or as it lies in the work tree; undefined when nobody
 * committed it. git's filters and textconv programs of a repository are not run: `text` is taken as it is, and only in a
 * trusted workspace is anything blamed at all.
 * @throws GitError
 */
export async function blame(
  { root, path, line, text }: Calls['blame']['ask'],
  _: CallContext<'blame'>,
): Promise<BlamedLine | undefined> {
  const { place, asked } = sessionOf(root);
  if (!asked.trusted) throw new GitError('GIT_FAILED', 'lines are not blamed in an untrusted workspace');
  const file = relative(root, path);
  if (file === '' || file.startsWith('..') || isAbsolute(file)) return undefined;
  const at = `${line + 1},${line + 1}`;
  const { stdout, exitCode } = await git({
    ...place,
    args: [
      '-c',
      'blame.ignoreRevsFile=',
      'blame',
      '--porcelain',
      '--no-textconv',
      `-L${at}`,
      ...(text === undefined ? [] : ['--contents', '-']),
      '--',
      file,
    ],
    ...(text !== undefined && { input: utf8(text) }),
    accept: [0, 128],
    timeoutMs: LONGEST_MS,
    maxBytes: LARGEST_OUTPUT,
  });
  return exitCode === 0 ? blamedLine(Buffer.from(stdout).toString('utf8')) : undefined;
}

/** The one line in `git blame --porcelain`'s output (git-blame(1), THE PORCELAIN FORMAT). */
export function blamedLine(porcelain: string): BlamedLine | undefined {
  const [first = '', ...headers] = porcelain.split('\n');
  const id = /^([0-9a-f]{40}|[0-9a-f]{64}) \d+ \d+/.exec(first)?.[1];
  if (id === undefined || NOT_COMMITTED.test(id)) return undefined;
  const end = headers.findIndex((header) => header.startsWith('\t'));
  const fields = new Map(
    headers.slice(0, end < 0 ? undefined : end).map((header): [string, string] => {
      const space = header.indexOf(' ');
      return space < 0 ? [header, ''] : [header.slice(0, space), header.slice(space + 1)];
    }),
  );
  return {
    id,
    author: {
      name: fields.get('author') ?? '',
      email: (fields.get('author-mail') ?? '').replace(/^<|>$/g, ''),
    },
    time: Number(fields.get('author-time') ?? 0),
    summary: fields.get('summary') ?? '',
  };
}
