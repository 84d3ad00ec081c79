import type { HOOK_ERRORS } from '../../core/codes/errors/changes.js';
/** Why a hook could not be installed or removed. */
export type HookErrorCode = keyof typeof HOOK_ERRORS;

/** A hook that somebody else looks after stays as it is. `message` names its path; `hint` says what to do. */
export class HookError extends Error {
  override readonly name = 'HookError';
  constructor(
    readonly code: HookErrorCode,
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}
