import type { ErrorTable } from '../types.js';

/** Signatures of other programs. All other errors of a signature are reasons of verdicts. */
export const SSH_ERRORS = {
  SSH_KEY_MALFORMED: [
    'an SSH key, or a line of allowed signers, cannot be read',
    'correct the line that the message names',
  ],
  SSH_REVOCATION_MALFORMED: ['a list of revoked SSH keys cannot be read', 'make it again with ssh-keygen -k'],
  SSH_REVOCATION_TOO_LARGE: [
    'a list of revoked SSH keys is larger than is read',
    'leave out keys that sign nothing here',
  ],
  SSH_NOT_SUPPORTED: [
    'a kind of SSH signature or key is not verified here',
    'use a newer waxseal, or have it signed with another kind of key',
  ],
} as const satisfies ErrorTable;

/** See {@link SSH_ERRORS}. */
export const OPENPGP_ERRORS = {
  OPENPGP_NOT_SUPPORTED: ['a version of OpenPGP signatures is not known here', 'use a newer waxseal'],
} as const satisfies ErrorTable;
