/** Why a folder could not be read as an installed extension. */
export type InstallationErrorCode =
  | 'INSTALLATION_UNREADABLE'
  | 'INSTALLATION_TOO_LARGE'
  | 'INSTALLATION_NOT_FOUND';

/** The installed extension could not be read. `message` is one harmless line. */
export class InstallationError extends Error {
  override readonly name = 'InstallationError';
  constructor(
    readonly code: InstallationErrorCode,
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}
