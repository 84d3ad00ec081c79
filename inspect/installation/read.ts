import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { harmless } from '../../core/harmless/index.js';
import { DIGEST_LIST, LARGEST_DIGEST_LIST, listedDigest } from '../../core/installation/index.js';
import { InstallationError } from './error.js';

const MOST_ENTRIES = 5000;
/** For one file, in bytes. */
const LARGEST_FILE = 50_000_000;

function unreadable(path: string, error: unknown): InstallationError {
  const code = (error as NodeJS.ErrnoException).code ?? 'no reason given';
  const message = harmless(`${path} cannot be read (${code})`);
  return new InstallationError('INSTALLATION_UNREADABLE', message, 'check the path and its permissions');
}

function tooLarge(folder: string): InstallationError {
  const message = harmless(`${folder} is too large to be an extension`);
  return new InstallationError('INSTALLATION_TOO_LARGE', message, 'name the folder of the extension itself');
}

/** The list of digests of an extension; undefined if it has none. @throws InstallationError */
export async function readList(folder: string): Promise<Uint8Array | undefined> {
  const path = join(folder, DIGEST_LIST);
  try {
    // Fails if the folder does not exist. Otherwise it would look like a development build.
    await stat(join(folder, 'package.json'));
  } catch (error) {
    throw unreadable(join(folder, 'package.json'), error);
  }
  try {
    const { size } = await stat(path);
    if (size > LARGEST_DIGEST_LIST) throw tooLarge(folder);
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error instanceof InstallationError ? error : unreadable(path, error);
  }
}

/**
 * Every file below a folder: its path with `/`, and the digest that the list should have for it. The digest is
 * undefined for what is neither file nor folder (a link, a socket).
 * @throws InstallationError
 */
export async function readDigests(folder: string): Promise<Map<string, string | undefined>> {
  const found = new Map<string, string | undefined>();
  const folders = [''];
  for (let below = folders.pop(); below !== undefined; below = folders.pop()) {
    for (const entry of await entriesOf(join(folder, below))) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      else found.set(path, entry.isFile() ? await digestOf(folder, path) : undefined);
      if (found.size + folders.length > MOST_ENTRIES) throw tooLarge(folder);
    }
  }
  return found;
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw unreadable(folder, error);
  }
}

async function digestOf(folder: string, path: string): Promise<string> {
  const full = join(folder, path);
  try {
    const { size } = await stat(full);
    if (size > LARGEST_FILE) throw tooLarge(folder);
    return listedDigest(path, new Uint8Array(await readFile(full)));
  } catch (error) {
    throw error instanceof InstallationError ? error : unreadable(full, error);
  }
}
