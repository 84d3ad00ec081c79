import { readFile, stat } from 'node:fs/promises';
import {
  type AllowedSigners,
  type LocalOffset,
  parseAllowedSigners,
  parseSshRevocation,
  type SshRevocation,
  SshSignatureError,
} from '../../core/signature/ssh/index.js';
import { localOffset } from './local-offset.js';

const LARGEST = 16 << 20;

/** Why a file cannot be used: one line that names it. */
export interface Unreadable {
  readonly unreadable: string;
}

async function readBounded(path: string, what: string): Promise<Uint8Array | Unreadable> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return { unreadable: `${what} ${path} is not a file` };
    if (found.size > LARGEST) return { unreadable: `${what} ${path} is larger than ${LARGEST} bytes` };
    return await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return { unreadable: `${what} ${path} can't be read (${code})` };
  }
}

/**
 * The allowed signers file at `path` (gpg.ssh.allowedSignersFile). Lines that are wrong are in `problems`. Never
 * throws.
 */
export async function loadAllowedSigners(
  path: string,
  offset: LocalOffset = localOffset,
): Promise<AllowedSigners | Unreadable> {
  const file = await readBounded(path, 'the allowed signers file');
  return 'unreadable' in file ? file : parseAllowedSigners(file, offset);
}

/**
 * The revocation file at `path` (gpg.ssh.revocationFile). Pass the result to `verifySshSignature` unchanged: with a
 * missing or wrong file, the check counts as not made. (git ignores a missing file.) Never throws.
 */
export async function loadSshRevocation(path: string): Promise<SshRevocation | Unreadable> {
  const file = await readBounded(path, 'the revocation file');
  if ('unreadable' in file) return file;
  try {
    return parseSshRevocation(file);
  } catch (error) {
    if (!(error instanceof SshSignatureError)) throw error;
    return { unreadable: `the revocation file ${path} can't be used: ${error.message}` };
  }
}
