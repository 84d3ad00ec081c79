import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { algorithmOf, type ImageDigest, matchesDigest } from '../../core/image/index.js';
import { makeDirectory } from '../make-directory.js';

const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
/** All blobs together, in bytes. */
const LARGEST = 512 * 1024 * 1024;
/** When there is no room, so much of it is left, so that not every new blob makes room again. */
const LEFT = 0.75;

/**
 * Blobs and manifests in the user's cache directory, by their digest. Each is hashed again when it is read, so a damaged or
 * exchanged file is as good as none. A cache that cannot be written is no error.
 */
export class BlobCache {
  readonly #path: string;
  readonly #largest: number;
  #size: number | undefined;

  constructor(directory: string, largest = LARGEST) {
    this.#path = join(directory, 'blobs');
    this.#largest = largest;
  }

  /** The bytes with this digest, if they are here and at most `most`. */
  get(digest: ImageDigest, most: number): Uint8Array | undefined {
    const path = this.#pathOf(digest);
    let fd: number;
    try {
      fd = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    } catch {
      return undefined;
    }
    try {
      const stat = fstatSync(fd);
      const foreign =
        process.getuid !== undefined && (stat.uid !== process.getuid() || (stat.mode & 0o077) !== 0);
      if (!stat.isFile() || foreign || stat.size > most) return undefined;
      const bytes = new Uint8Array(readFileSync(fd));
      if (!matchesDigest(digest, bytes)) {
        rmSync(path, { force: true });
        return undefined;
      }
      // What was used last is kept longest.
      const now = new Date();
      utimesSync(path, now, now);
      return bytes;
    } catch {
      return undefined;
    } finally {
      closeSync(fd);
    }
  }

  /** Keeps bytes that were checked against their digest. */
  put(digest: ImageDigest, bytes: Uint8Array): void {
    if (bytes.length > this.#largest * (1 - LEFT)) return;
    const path = this.#pathOf(digest);
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      makeDirectory(dirname(path), 0o700);
      this.#size ??= this.#files().reduce((sum, { size }) => sum + size, 0);
      if (this.#size + bytes.length > this.#largest) this.#makeRoom();
      writeFileSync(temporary, bytes, { mode: 0o600, flag: 'wx' });
      renameSync(temporary, path);
      this.#size += bytes.length;
    } catch {
      // Read-only, full, or another file in the place of the folder.
      try {
        rmSync(temporary, { force: true });
      } catch {
        // It was never there.
      }
    }
  }

  #pathOf(digest: ImageDigest): string {
    const algorithm = algorithmOf(digest);
    return join(this.#path, algorithm, digest.slice(algorithm.length + 1));
  }

  #files(): { readonly path: string; readonly size: number; readonly used: number }[] {
    return readdirSync(this.#path).flatMap((folder) =>
      readdirSync(join(this.#path, folder)).map((name) => {
        const path = join(this.#path, folder, name);
        const { size, mtimeMs } = statSync(path);
        return { path, size, used: mtimeMs };
      }),
    );
  }

  #makeRoom(): void {
    const files = this.#files().sort((one, other) => one.used - other.used);
    let size = files.reduce((sum, file) => sum + file.size, 0);
    for (const file of files) {
      if (size <= this.#largest * LEFT) break;
      rmSync(file.path, { force: true });
      size -= file.size;
    }
    this.#size = size;
  }
}
