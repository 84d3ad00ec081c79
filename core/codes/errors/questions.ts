import type { ErrorTable } from '../types.js';

/** A question could not be answered. */
export const JUDGE_ERRORS = {
  OWN_LIST_UNREADABLE: [
    'your own list of trusted signers cannot be read',
    'correct the file, or unset waxseal.policy',
  ],
  NO_BUNDLE: [
    'the signature cannot be exported as a bundle',
    'the message says what is missing; --online looks up a log entry',
  ],
  PUSH_NOT_JUDGED: [
    'a push brings commits, and none of them was checked',
    'report it: the push does not pass',
  ],
} as const satisfies ErrorTable;

/** See {@link JUDGE_ERRORS}. */
export const BLOB_ERRORS = {
  BUNDLE_UNREADABLE: [
    'a file holds no Sigstore bundle that can be read',
    'give a bundle of version 0.1 to 0.3, JSON lines of bundles, or the attestations of npm’s registry',
  ],
  DIGEST_MALFORMED: [
    'what looks like a digest is none',
    'a digest is sha256:, sha384: or sha512: and its hexadecimal digits',
  ],
} as const satisfies ErrorTable;

/** See {@link JUDGE_ERRORS}. */
export const INSTALLATION_ERRORS = {
  INSTALLATION_UNREADABLE: [
    'the folder of an extension cannot be read',
    'check the path and its permissions',
  ],
  INSTALLATION_TOO_LARGE: [
    'a folder is too large to be an extension',
    'name the folder of the extension itself',
  ],
  INSTALLATION_NOT_FOUND: ['the extension is not installed where editors keep extensions', 'name its folder'],
} as const satisfies ErrorTable;
