import type { GIT_ERRORS } from '../../core/codes/errors/git.js';
/** Why git gave no answer. */
export type GitErrorCode = keyof typeof GIT_ERRORS;

/** git could not be run, or it reported an error. `message` is one harmless line; `hint` says what to do. */
export class GitError extends Error {
  override readonly name = 'GitError';
  constructor(
    readonly code: GitErrorCode,
    message: string,
    readonly exitCode?: number,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** Whether an error says that there is no repository that git uses: none at all, or one that it refuses. */
export function hasNoRepository(error: unknown): boolean {
  return error instanceof GitError && ['NOT_A_REPOSITORY', 'REPOSITORY_REFUSED'].includes(error.code);
}
