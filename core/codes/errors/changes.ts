import type { ErrorTable } from '../types.js';

/** Something outside could not be changed. */
export const HOOK_ERRORS = {
  HOOK_EXISTS: [
    'there is a hook already that somebody else looks after',
    'call waxseal hook run from it (docs/hooks.md), or replace it with --force',
  ],
  HOOKS_SHARED: [
    'the hooks of this repository are those of all your repositories',
    'add --everywhere to install it for all of them, or set core.hooksPath in this repository first',
  ],
  HOOK_NOT_OURS: [
    'there is no hook of waxseal to remove',
    'git rev-parse --git-path hooks shows where hooks are',
  ],
} as const satisfies ErrorTable;

/** See {@link HOOK_ERRORS}. */
export const SETUP_ERRORS = {
  INSTANCE_MALFORMED: [
    'a Sigstore instance cannot be used',
    'give a Sigstore trust configuration (ClientTrustConfig) or a trusted_root.json',
  ],
  GIT_CONFIG_NOT_WRITTEN: [
    "git's configuration could not be changed",
    'the message has what git says; waxseal setup --remove undoes what was changed',
  ],
} as const satisfies ErrorTable;
