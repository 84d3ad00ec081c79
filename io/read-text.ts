import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';

/** The largest size of a file that a person named, in bytes. */
const LARGEST = 16 << 20;

/**
 * The text of a file that a person named. It is read synchronously: node:fs/promises and a turn of the event loop
 * cost more than reading a few kilobytes. A pipe is read to its end. An endless file (/dev/zero) is an error.
 * @throws Error of the file system, with its `code`; EFBIG for more than 16 MiB
 */
export function readText(path: string): string {
  const fd = openSync(path, 'r');
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) return Buffer.concat([...chunks(fd)]).toString('utf8');
    if (stat.size > LARGEST) throw tooLarge();
    return readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
}

function* chunks(fd: number): Generator<Uint8Array> {
  for (let total = 0; ; ) {
    const chunk = new Uint8Array(64 << 10);
    const length = readSync(fd, chunk);
    if (length === 0) return;
    total += length;
    if (total > LARGEST) throw tooLarge();
    yield chunk.subarray(0, length);
  }
}

function tooLarge(): Error {
  return Object.assign(new Error(`more than ${LARGEST} bytes`), { code: 'EFBIG' });
}
