import { chmod, lstat, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { harmless } from '../../core/harmless/index.js';
import { makeDirectory } from '../make-directory.js';
import { writeObjection } from '../write-objection.js';
import { FileError } from './error.js';

/**
 * Replaces a file of the user in one step: readers see the old or the new text. New directories are for this user alone. A symbolic
 * link stays a link, as people keep their dotfiles: the file it points to is replaced and keeps its mode.
 * @throws FileError FILE_NOT_WRITTEN
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const linked = await targetOf(path);
  const place = linked?.path ?? path;
  const temporary = `${place}.${process.pid}.tmp`;
  try {
    makeDirectory(dirname(place), 0o700);
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
    if (linked) await chmod(temporary, linked.mode);
    await rename(temporary, place);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    const objection = writeObjection(dirname(place));
    throw notWritten(
      `${path} cannot be written (${codeOf(error)})${objection ? `: ${objection.why}` : ''}`,
      `${objection?.remedy ?? 'make its directory writable'}, or set XDG_CONFIG_HOME`,
    );
  }
}

/** The file that a symbolic link points to, and its mode; undefined for anything else. @throws FileError FILE_NOT_WRITTEN */
async function targetOf(path: string): Promise<{ readonly path: string; readonly mode: number } | undefined> {
  const found = await lstat(path).catch(() => undefined);
  if (!found?.isSymbolicLink()) return undefined;
  const refused = (why: string) =>
    notWritten(`${path} cannot be written: it is a symbolic link ${why}`, 'correct or remove the link');
  try {
    const target = await realpath(path);
    const at = await stat(target);
    if (!at.isFile()) throw refused(`to ${target}, which is not a file`);
    return { path: target, mode: at.mode & 0o777 };
  } catch (error) {
    if (error instanceof FileError) throw error;
    const code = codeOf(error);
    if (code === 'ELOOP') throw refused('that leads back to itself');
    throw refused(code === 'ENOENT' ? 'to a file that does not exist' : `that cannot be followed (${code})`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
}

function notWritten(message: string, hint: string): FileError {
  return new FileError('FILE_NOT_WRITTEN', harmless(message), hint);
}
