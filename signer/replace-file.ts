import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { harmless } from '../core/text/index.js';
import { makeDirectory } from '../io/make-directory.js';
import { SignerError } from './errors.js';

/**
 * Writes a file of the user's in one step: readers see the old or the new text. Directories are made for the user alone.
 * @throws SignerError FILE_NOT_WRITTEN
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    makeDirectory(dirname(path), 0o700);
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
    throw new SignerError(
      'FILE_NOT_WRITTEN',
      harmless(`${path} cannot be written (${code})`),
      'make its directory writable, or set XDG_CONFIG_HOME',
    );
  }
}
