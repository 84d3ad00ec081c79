/** Why a hook could not be installed or removed. */
export type HookErrorCode = 'HOOK_EXISTS' | 'HOOK_NOT_OURS' | 'HOOKS_SHARED';

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
