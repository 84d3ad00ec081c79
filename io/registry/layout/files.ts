import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { RegistryError } from '../error.js';

/** The files of an OCI layout, in a folder or an archive. */
export interface LayoutFiles {
  readonly place: string;
  /** The file at a path with slashes; undefined if it is not there or is no plain file. @throws RegistryError REGISTRY_TOO_MUCH */
  read(path: string, most: number): Uint8Array | undefined;
  /** The names in a folder of blobs. */
  names(folder: string): readonly string[];
}

const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/** A folder. A symbolic link in the place of a file is not followed. */
export function folderFiles(place: string): LayoutFiles {
  return {
    place,
    read(path, most) {
      let fd: number;
      try {
        fd = openSync(join(place, path), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
      } catch {
        return undefined;
      }
      try {
        const stat = fstatSync(fd);
        return stat.isFile() ? readAt(fd, 0, stat.size, most, place, path) : undefined;
      } finally {
        closeSync(fd);
      }
    },
    names(folder) {
      try {
        return readdirSync(join(place, folder)).sort();
      } catch {
        return [];
      }
    },
  };
}

/** Bytes of an open file. @throws RegistryError REGISTRY_TOO_MUCH, LAYOUT_MALFORMED if the file ends too early */
export function readAt(
  fd: number,
  start: number,
  size: number,
  most: number,
  place: string,
  path: string,
): Uint8Array {
  if (size > most)
    throw new RegistryError(
      'REGISTRY_TOO_MUCH',
      place,
      `${path} has ${size} bytes; at most ${most} are read`,
      'check that it is the image that you mean',
    );
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; ) {
    const count = readSync(fd, bytes, at, size - at, start + at);
    if (count === 0)
      throw new RegistryError('LAYOUT_MALFORMED', place, `${path} ends too early`, 'make it again');
    at += count;
  }
  return bytes;
}
