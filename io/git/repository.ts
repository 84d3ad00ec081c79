import { resolve } from 'node:path';
import { harmless } from '../../core/harmless/index.js';
import { requireReadablePath } from '../files/readable-paths.js';
import { GitError } from './error.js';
import { refusal, refused } from './refusal.js';
import { git } from './run.js';
import type { GitPlace, RepositoryInfo } from './types.js';

/**
 * The full object id that a revision names. For an annotated tag it is the id of the tag object.
 * @throws GitError REVISION_UNKNOWN
 */
export async function revParse(revision: string, place: GitPlace): Promise<string> {
  try {
    const { stdout } = await git({
      ...place,
      args: ['rev-parse', '--verify', '--quiet', '--end-of-options', revision],
    });
    const lines = Buffer.from(stdout)
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('-'));
    const id = lines.at(-1) ?? '';
    if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(id)) return id;
  } catch (error) {
    if (!(error instanceof GitError) || error.code !== 'GIT_FAILED' || error.exitCode !== 1) throw error;
  }
  throw new GitError('REVISION_UNKNOWN', `"${harmless(revision)}" is not a revision of this repository`);
}

/**
 * Facts about the repository at `cwd`, read with one run of git unless they are known.
 * @throws GitError NOT_A_REPOSITORY, REPOSITORY_REFUSED; FileError PATH_NOT_UTF8
 */
export async function repositoryInfo(place: GitPlace): Promise<RepositoryInfo> {
  if (place.info) return place.info;
  const asked = [
    '--absolute-git-dir',
    '--git-common-dir',
    '--is-bare-repository',
    '--is-shallow-repository',
    '--show-object-format',
  ];
  // --show-toplevel fails in a bare repository. It comes last, so that git prints the rest before it fails.
  const { stdout, stderr, exitCode } = await git({
    ...place,
    args: ['rev-parse', ...asked, '--show-toplevel'],
    accept: [0, 128],
  });
  const [gitDir, commonDir, bare, shallow, format, topLevel] = Buffer.from(stdout)
    .toString('utf8')
    .split('\n');
  if (!gitDir || !commonDir || (format !== 'sha1' && format !== 'sha256')) {
    throw notUsed(stderr, exitCode);
  }
  for (const path of [gitDir, commonDir, topLevel]) requireReadablePath(path);
  return {
    gitDir,
    commonDir: resolve(place.cwd ?? '.', commonDir),
    bare: bare === 'true',
    shallow: shallow === 'true',
    objectFormat: format,
    ...(topLevel && exitCode === 0 && { topLevel }),
  };
}

/** Why git says nothing about a repository here: there is none, or git does not use it. */
function notUsed(stderr: string, exitCode: number): GitError {
  const [, why] = /^fatal: (.+)/m.exec(stderr) ?? [];
  if (why === undefined || why.startsWith('not a git repository'))
    return new GitError('NOT_A_REPOSITORY', 'this is not a git repository', exitCode);
  return refusal(stderr, exitCode) ?? refused(why, exitCode);
}
