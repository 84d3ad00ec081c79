// Writes a VSIX whose bytes depend only on its contents.
import { unzipSync, zipSync } from 'fflate';

// The earliest time in a zip archive. It is in local time, because the archive stores local time.
const TIME = new Date(1980, 0, 1);
const UNIX = 3;
const EXECUTABLE = new Set(['extension/dist/waxseal.js']);

/** The files of a zip archive: Map(path -> Uint8Array). */
export function filesOf(archive) {
  return new Map(Object.entries(unzipSync(archive)));
}

/**
 * A zip archive of the files (Map(path -> Uint8Array)): sorted by name, all with the same time and fixed
 * permissions. The compression code is the same on every Node (node:zlib is not).
 */
export function archiveOf(files) {
  const entries = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return zipSync(
    Object.fromEntries(
      entries.map(([name, contents]) => [name, [contents, { attrs: rights(name), os: UNIX }]]),
    ),
    { level: 9, mtime: TIME },
  );
}

function rights(name) {
  return ((EXECUTABLE.has(name) ? 0o100755 : 0o100644) << 16) >>> 0;
}
