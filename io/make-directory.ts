import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

function make(path: string, mode: number | undefined): boolean {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST' && statSync(path).isDirectory()) return false;
    throw error;
  }
  // mkdir(2) takes the bits of the umask away: under 0777 nobody, not even its owner, could enter the directory.
  if (mode !== undefined) chmodSync(path, mode);
  return true;
}

/**
 * Makes a directory and its missing parents, all with exactly `mode`, whatever the umask; without a mode, as the umask says. Node's
 * own `recursive` option loops forever if nothing can be created in an existing directory and the system reports ENOENT for that
 * (automounted homes, /proc).
 * @returns true if the directory did not exist before
 * @throws Error of the file system, with its `code`
 */
export function makeDirectory(path: string, mode?: number): boolean {
  const full = resolve(path);
  try {
    return make(full, mode);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!missing || dirname(full) === full) throw error;
    makeDirectory(dirname(full), mode);
    return make(full, mode);
  }
}
