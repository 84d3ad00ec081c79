/** Why git gave no answer. */
export type GitErrorCode =
  | 'GIT_NOT_FOUND'
  | 'GIT_FAILED'
  | 'GIT_OUTPUT_TOO_LARGE'
  | 'GIT_TIMEOUT'
  | 'GIT_OUTPUT_MALFORMED'
  | 'NOT_A_REPOSITORY'
  | 'REVISION_UNKNOWN'
  | 'REVISION_AMBIGUOUS'
  | 'NOT_A_SIGNED_OBJECT';

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
