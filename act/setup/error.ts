import type { SETUP_ERRORS } from '../../core/codes/errors/changes.js';
/** Why git could not be set up. */
export type SetupErrorCode = keyof typeof SETUP_ERRORS;

/** The set-up stopped here; what was changed before can be undone. `message` is one harmless line. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
  constructor(
    readonly code: SetupErrorCode,
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}
