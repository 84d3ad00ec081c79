import { harmless } from '../../../core/harmless/index.js';
import { GitError, type GitPlace, git } from '../../../io/git/index.js';

const LONGEST_MS = 20_000;
const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Where HEAD is. `head` is the commit's id, `branch` a short name, `upstream` the short name of an upstream that exists. */
export interface Head {
  readonly head?: string;
  readonly branch?: string;
  readonly upstream?: string;
}

async function linesOf(place: GitPlace, ...args: string[]): Promise<string[]> {
  const { stdout } = await git({ ...place, args, accept: [0, 1, 128], timeoutMs: LONGEST_MS });
  return Buffer.from(stdout).toString('utf8').split('\n').filter(Boolean);
}

/** A damaged branch must not look like a branch without commits. */
async function checkUnborn(place: GitPlace, branch: string): Promise<void> {
  const { stderr } = await git({
    ...place,
    args: ['for-each-ref', '--format=', '--', `refs/heads/${branch}`],
  });
  if (/broken ref/.test(stderr))
    throw new GitError('GIT_FAILED', `the branch ${harmless(branch)} is damaged: it names no commit`);
}

/**
 * Where HEAD is. The commit's id is given even if the commit is missing from the repository; there is none before the first
 * commit.
 * @throws GitError GIT_FAILED when the branch is damaged
 */
export async function headOf(place: GitPlace): Promise<Head> {
  // One git process instead of three. It stops at the first part that it cannot answer. `--` prevents git from reading these
  // names as files.
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
