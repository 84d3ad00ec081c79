import type { GIT_ERRORS } from '../../core/codes/errors/git.js';
/** Why git gave no answer. */
export type GitErrorCode = keyof typeof GIT_ERRORS;

/** git could not be run, or it reported an error. `message` is one harmless line. */
export class GitError extends Error {
  override readonly name = 'GitError';
  constructor(
    readonly code: GitErrorCode,
    message: string,
    readonly exitCode?: number,
  ) {
    super(message);
  }
}
