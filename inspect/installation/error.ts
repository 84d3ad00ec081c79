import type { INSTALLATION_ERRORS } from '../../core/codes/errors/questions.js';
/** Why a folder could not be read as an installed extension. */
export type InstallationErrorCode = keyof typeof INSTALLATION_ERRORS;

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
