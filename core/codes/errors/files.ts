import type { ErrorTable } from '../types.js';

/** A file or stream could not be read or written. */
export const FILE_ERRORS = {
  INPUT_UNREADABLE: ['a file, a stream or an object cannot be read', 'check the path and its permissions'],
  INPUT_TOO_LARGE: ['a file or a line is larger than is read', 'check that it is the file that you mean'],
  PATH_NOT_UTF8: [
    'a path is not UTF-8, and Node.js can open no other',
    'move or rename the directory, or set the variable that the message names',
  ],
  FILE_NOT_WRITTEN: [
    'a file of yours could not be written',
    'make its directory writable, or set XDG_CONFIG_HOME',
  ],
} as const satisfies ErrorTable;

/** See {@link FILE_ERRORS}. */
export const OUTPUT_ERRORS = {
  OUTPUT_FAILED: [
    'the output could not be written',
    'the message says why: the reader is gone, or the disk is full',
  ],
} as const satisfies ErrorTable;
