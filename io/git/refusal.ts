import { harmless } from '../../core/harmless/index.js';
import { GitError } from './error.js';

const LONGEST_LINE = 1000;

/**
 * The error for a git that says on standard error that it does not use the repository, with git's own words (in the language C).
 * Above all that is a repository of another user (safe.directory in git-config(1)).
 * @returns undefined if git says anything else
 */
export function refusal(stderr: string, exitCode: number): GitError | undefined {
  const [, why] =
    /^fatal: ((?:detected dubious ownership|unsafe repository|cannot use bare repository) .*)/m.exec(
      stderr,
    ) ?? [];
  if (why === undefined) return undefined;
  const advice = /^\s*(git config --global --add safe\.directory .+)$/m.exec(stderr)?.[1];
  return refused(why, exitCode, advice && `if you trust whoever owns it, run: ${advice}`);
}

/** @param why what git says after `fatal:` */
export function refused(why: string, exitCode: number, hint?: string): GitError {
  const line = (text: string) => harmless(text).slice(0, LONGEST_LINE);
  return new GitError(
    'REPOSITORY_REFUSED',
    `git refuses to use this repository: ${line(why)}`,
    exitCode,
    hint === undefined ? undefined : line(hint),
  );
}
