import type { GitOutput, GitRun } from './types.js';

/** Runs git without a shell. @throws GitError */
export function git(_run: GitRun): Promise<GitOutput> {
  throw new Error('not built yet');
}
