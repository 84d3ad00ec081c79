import { writeSync } from 'node:fs';

/** Output could not be written: the reader is gone, the disk is full, or the descriptor is not open. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
  readonly code = 'OUTPUT_FAILED';
  constructor(
    readonly fd: number,
    readonly systemCode: string,
  ) {
    super(`cannot write to ${place(fd)}: ${REASONS[systemCode] ?? systemCode}`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EPIPE: 'the program that reads it has closed it',
  EBADF: 'it is not open',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is exceeded',
};

function place(fd: number): string {
  return fd === 1 ? 'standard output' : fd === 2 ? 'standard error' : `file descriptor ${fd}`;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'EIO';
}

/**
 * Writes all of `data` to a descriptor before it returns, so that the process may end right after it. If the other end made the
 * pipe non-blocking (EAGAIN), waits for it.
 * @throws OutputError
 */
export function writeAll(fd: number, data: string | Uint8Array): void {
  let rest = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      const code = codeOf(error);
      if (code !== 'EAGAIN') throw new OutputError(fd, code);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** The same as {@link writeAll}, to standard error. A closed standard error is not an error. */
export function writeError(text: string): void {
  try {
    writeAll(2, text);
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
  }
}
