import type { ErrorTable } from '../types.js';

/** The policy of a repository could not be found, read or written. Mistakes inside a policy are rules (see the findings). */
export const REPOSITORY_POLICY_ERRORS = {
  PROTECTED_BRANCH_UNKNOWN: [
    'the branch whose policy counts is not known',
    'git remote set-head origin --auto, or name it with --policy-branch',
  ],
  POLICY_UNREADABLE: ['the policy cannot be read', 'check the file and its permissions; it must be UTF-8'],
  NO_POLICY: ['there is no policy', 'waxseal policy init proposes one'],
  NOTHING_TO_PROPOSE: [
    'no signer can be proposed for a policy',
    'sign something first, or write the policy by hand (docs/policy.md)',
  ],
  POLICY_NOT_A_FILE: ['what should be the policy is a folder, a device or a link', 'make it a file'],
  POLICY_EXISTS: ['there is a policy already, and it is never overwritten', 'change the file that is there'],
  POLICY_NOT_WRITTEN: [
    'the new policy could not be written',
    'check the permissions of the folder; a bare repository has none',
  ],
} as const satisfies ErrorTable;

/** See {@link REPOSITORY_POLICY_ERRORS}. */
export const POLICY_LIMIT_ERRORS = {
  POLICY_LIMIT: [
    'a policy takes more work than is done for one answer',
    'use fewer or simpler patterns and expressions',
  ],
} as const satisfies ErrorTable;
