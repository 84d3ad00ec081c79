import { accessSync, constants, lstatSync, readlinkSync, type Stats, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Why a path must not or cannot be used; `undefined` if it may be used. `why` is one line. `remedy` is what would change that, if
 * another directory is not the only way.
 */
export type Objection = { readonly why: string; readonly remedy?: string } | undefined;

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a file is where a directory should be',
  EISDIR: 'it is a directory',
  ELOOP: 'a link leads back to itself',
  ENOENT: 'it does not exist',
  ENAMETOOLONG: 'the name is too long',
  EIO: 'the disk reports an error',
};

/** Why a call of the file system failed, in words and with the system's code. */
export function inWords(error: unknown): string {
  const code = codeOf(error);
  if (code === undefined) return 'no reason given';
  const words = WORDS[code];
  return words === undefined ? code : `${words}, ${code}`;
}

/** The system's code of an error, such as `ENOSPC`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/**
 * What would keep this user from making files in a directory, which need not exist yet. It looks for the first thing on the path that
 * is there, and makes nothing. Undefined if nothing is seen; even so, making a file may fail.
 */
export function writeObjection(directory: string): Objection {
  let missing: string | undefined;
  for (let path = directory; ; path = dirname(path)) {
    const found = statsAt(path);
    if (found === 'hidden' || found === 'missing') {
      if (path === dirname(path)) return { why: `${path} cannot be looked at` };
      missing = found === 'missing' ? path : undefined;
      continue;
    }
    const objection = 'why' in found ? found : objectionAt(path, found);
    if (objection === undefined || missing === undefined) return objection;
    return { ...objection, why: `${missing} does not exist, and ${objection.why}` };
  }
}

/** What is at a path; `hidden` if what is wrong is further up. */
function statsAt(path: string): Stats | 'missing' | 'hidden' | NonNullable<Objection> {
  try {
    return statSync(path);
  } catch (error) {
    const code = codeOf(error);
    const link = code === 'EACCES' || code === 'ENOTDIR' ? undefined : linkAt(path);
    if (link === undefined) return code === 'ENOENT' ? 'missing' : 'hidden';
    const where = code === 'ENOENT' ? `to ${link}, which does not exist` : 'that leads back to itself';
    return { why: `${path} is a link ${where}`, remedy: `remove the link ${path}` };
  }
}

function linkAt(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined;
  } catch {
    return undefined;
  }
}

function objectionAt(path: string, found: Stats): Objection {
  if (!found.isDirectory())
    return { why: `${path} is not a directory`, remedy: `move the file ${path} away` };
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EROFS')
      return { why: `the file system of ${path} is read-only`, remedy: 'make it writable' };
    if (process.getuid !== undefined && found.uid !== process.getuid())
      return { why: `${path} belongs to somebody else` };
    return { why: `${path} cannot be written (${inWords(error)})`, remedy: `run: chmod u+rwx ${path}` };
  }
  return fullDisk(path);
}

function fullDisk(path: string): Objection {
  try {
    const { bavail, files, ffree } = statfsSync(path);
    // Some file systems do not count files, and say 0 of 0.
    if (bavail > 0 && (files === 0 || ffree > 0)) return undefined;
  } catch {
    return undefined;
  }
  return { why: `the disk of ${path} is full`, remedy: 'make room there' };
}
