import { closeSync, openSync } from 'node:fs';
import { FileError } from './error.js';
import { readAll } from './input.js';

/**
 * All bytes of a file.
 * @param largest in bytes; by default the largest payload
 * @throws FileError INPUT_UNREADABLE, INPUT_TOO_LARGE
 */
export async function readFileBytes(path: string, largest?: number): Promise<Uint8Array> {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw new FileError('INPUT_UNREADABLE', `${path} cannot be read (${String(code)})`);
  }
  try {
    return await readAll(fd, path, largest);
  } finally {
    closeSync(fd);
  }
}
