import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type SignerIdentity, withIdentity } from '../../core/policy/identity-policy.js';
import { makeDirectory } from '../../io/make-directory.js';
import { readPolicyText } from './user-policy.js';

const HEADING = '# Whose signatures I trust. Written by waxseal; edit as you like.\n';

/** Writes a file in one step: readers see the old or the new text. Directories are made for the user alone. */
export async function replaceFile(path: string, text: string): Promise<void> {
  makeDirectory(dirname(path), 0o700);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Adds an identity to the user's list of trusted signers.
 * @returns false when it was listed already
 * @throws SignerError, PolicyError, and the system's error when the file cannot be written
 */
export async function trustIdentity(path: string, identity: SignerIdentity): Promise<boolean> {
  const before = (await readPolicyText(path)) ?? HEADING;
  const after = await withIdentity(before, path, identity);
  if (after === before) return false;
  await replaceFile(path, after);
  return true;
}
