import { read, readSync } from 'node:fs';
import { promisify } from 'node:util';
import { FileError } from './error.js';

const readChunk = promisify(read);

/** Reads once into a buffer and returns the number of bytes. */
type Take = (fd: number, buffer: Uint8Array) => number | Promise<number>;

const offThread: Take = async (fd, buffer) => (await readChunk(fd, buffer, 0, buffer.length, null)).bytesRead;

/** For {@link readAll} where the program has nothing else to do meanwhile: it starts no threads. */
export const onThisThread: Take = (fd, buffer) => readSync(fd, buffer);

const CHUNK = 64 * 1024;
const LARGEST_CHUNK = 8 * 1024 * 1024;

/** The largest payload that is accepted: 512 MiB. */
export const LARGEST_PAYLOAD = 512 * 1024 * 1024;

/**
 * All bytes of a descriptor up to its end, unchanged. Does not read on the main thread, so that a certificate can be requested
 * at the same time.
 * @param what the name of the input in messages
 * @throws FileError INPUT_UNREADABLE, INPUT_TOO_LARGE
 */
export async function readAll(
  fd: number,
  what: string,
  largest = LARGEST_PAYLOAD,
  take = offThread,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let total = 0;
  for (let size = CHUNK; ; size = Math.min(size * 2, LARGEST_CHUNK)) {
    const buffer = new Uint8Array(size);
    const count = await readSome(fd, buffer, what, take);
    if (count === 0) break;
    total += count;
    if (total > largest) throw new FileError('INPUT_TOO_LARGE', `${what} is larger than ${largest} bytes`);
    parts.push(buffer.subarray(0, count));
  }
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}

/**
 * Reads once from a descriptor and returns the number of bytes: 0 at its end.
 * @throws FileError INPUT_UNREADABLE
 */
export async function readSome(
  fd: number,
  buffer: Uint8Array,
  what: string,
  take: Take = offThread,
): Promise<number> {
  for (;;) {
    try {
      return await take(fd, buffer);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EOF') return 0; // Windows reports the end of a pipe this way
      if (code !== 'EAGAIN')
        throw new FileError('INPUT_UNREADABLE', `${what} cannot be read (${String(code)})`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
