import type { FILE_ERRORS } from '../../core/codes/errors/files.js';
/** Why an input could not be read, or a file could not be written. */
export type FileErrorCode = keyof typeof FILE_ERRORS;

/** A file or stream could not be read or written. `message` is one line that names it; `hint` says what to do. */
export class FileError extends Error {
  override readonly name = 'FileError';
  constructor(
    readonly code: FileErrorCode,
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}
