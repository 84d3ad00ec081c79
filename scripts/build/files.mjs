// Writes generated files that another process may be reading at the same time.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes `contents` (Uint8Array) to `path` in one step, unless the file has these contents already. A test that
 * runs at the same time sees the old or the new file, never a part. Returns whether anything was written.
 */
export function writeIfChanged(path, contents, mode = 0o644) {
  if (sameBytes(path, contents)) return false;
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, contents, { mode });
  renameSync(temporary, path);
  return true;
}

function sameBytes(path, contents) {
  try {
    return Buffer.compare(readFileSync(path), contents) === 0;
  } catch {
    return false;
  }
}
