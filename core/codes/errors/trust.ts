import type { ErrorTable } from '../types.js';

/** There is no trusted root to use, or it could not be renewed. */
export const TRUST_ERRORS = {
  TRUST_FILE_UNREADABLE: [
    'the file of the trusted root cannot be read',
    'check the path and its permissions',
  ],
  TRUST_FILE_MALFORMED: [
    'the trusted root cannot be read',
    'give a Sigstore trusted_root.json, or PEM files',
  ],
  TRUST_NOT_RENEWABLE: [
    'the trusted root is a file that you named, so it cannot be fetched',
    'get a newer file from whoever runs the instance, or name their TUF mirror: waxseal setup --instance URL',
  ],
  TUF_NOT_INITIALISED: ['there is no trusted root of this mirror yet', 'run: waxseal trust update'],
  TUF_REFRESH_FAILED: [
    'the trusted root could not be fetched',
    'check the network and the address of the mirror; the root in use stays in use',
  ],
  TUF_REFUSED: [
    'what the mirror offers is not accepted',
    'the mirror is out of date, damaged or not the one its root is for; the root in use stays in use',
  ],
  CACHE_NOT_WRITABLE: [
    'the cache directory cannot be written',
    'check its permissions, or set XDG_CACHE_HOME',
  ],
} as const satisfies ErrorTable;

/** See {@link TRUST_ERRORS}. */
export const X509_ROOTS_ERRORS = {
  X509_ROOTS_UNUSABLE: [
    'a file of roots for S/MIME signatures cannot be used',
    'give PEM files in waxseal.x509Roots',
  ],
} as const satisfies ErrorTable;
