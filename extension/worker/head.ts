import { harmless } from '../../core/harmless/index.js';
import { GitError, type GitPlace, git } from '../../io/git/index.js';

const LONGEST_MS = 20_000;
const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Where HEAD is. `head` is the commit's id, `branch` a short name, `upstream` the short name of one that exists. */
export interface Head {
  readonly head?: string;
  readonly branch?: string;
  readonly upstream?: string;
}

async function linesOf(place: GitPlace, ...args: string[]): Promise<string[]> {
  const { stdout } = await git({ ...place, args, accept: [0, 1, 128], timeoutMs: LONGEST_MS });
  return Buffer.from(stdout).toString('utf8').split('\n').filter(Boolean);
}

/** A branch that is damaged must not look like one without commits. */
async function checkUnborn(place: GitPlace, branch: string): Promise<void> {
  const { stderr } = await git({
    ...place,
    args: ['for-each-ref', '--format=', '--', `refs/heads/${branch}`],
  });
  if (/broken ref/.test(stderr))
    throw new GitError('GIT_FAILED', `the branch ${harmless(branch)} is damaged: it names no commit`);
}

/**
 * Where HEAD is: its commit, also where that is not in the repository, and no commit where there is none yet.
 * @throws GitError GIT_FAILED where the branch is damaged
 */
export async function headOf(place: GitPlace): Promise<Head> {
  // One run of git instead of three. What has no answer ends it; `--` keeps files from being taken for what is asked.
  const asked = ['rev-parse', 'HEAD', '--abbrev-ref', 'HEAD', '@{upstream}', '--'];
  const [head, name, upstream] = await linesOf(place, ...asked);
  if (head === undefined || !ID.test(head)) {
    const [branch] = await linesOf(place, 'symbolic-ref', '--quiet', '--short', 'HEAD');
    if (branch === undefined) return {};
    await checkUnborn(place, branch);
    return { branch };
  }
  return {
    head,
    ...(name !== undefined && name !== 'HEAD' && { branch: name }),
    ...(upstream !== undefined && upstream !== '--' && { upstream }),
  };
}
