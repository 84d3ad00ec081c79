/** Why an input could not be read, or a file could not be written. */
export type FileErrorCode = 'INPUT_UNREADABLE' | 'INPUT_TOO_LARGE' | 'FILE_NOT_WRITTEN';

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
