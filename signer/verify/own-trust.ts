import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, relative } from 'node:path';
import { harmless } from '../../core/text/index.js';
import type { SshEvidence, VerifyOptions } from '../../core/verify/index.js';
import { type Config, expandHome } from '../../io/config/index.js';
import { GitError, repositoryInfo } from '../../io/git/index.js';

/** The user's own trust outside any policy, each part read when a signature first asks for it. */
export type OwnTrust = Required<Pick<VerifyOptions, 'ssh' | 'openpgp' | 'x509'>>;

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** The directories whose content comes from others: this work tree's, the main one's, and git's own. */
async function repositoryDirectories(): Promise<string[]> {
  try {
    const { topLevel, commonDir } = await repositoryInfo({ env: process.env });
    const main = basename(commonDir) === '.git' ? [dirname(commonDir)] : [];
    const directories = [commonDir, ...main, ...(topLevel === undefined ? [] : [topLevel])];
    return await Promise.all(directories.map(resolved));
  } catch (error) {
    if (error instanceof GitError) return [];
    throw error;
  }
}

async function resolved(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return path;
  }
}

function isInside(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return !way.startsWith('..') && !isAbsolute(way);
}

/**
 * Why a file may not say whom the user trusts, or undefined. git takes a relative path from the work tree, which is
 * written by whoever is to be judged; a link in the work tree's place counts as where it leads and where it stands.
 */
async function notTheUsersOwn(path: string): Promise<string | undefined> {
  if (!isAbsolute(path)) return 'a relative path names a file of the repository';
  const directories = await repositoryDirectories();
  const places = [path, await resolved(path)];
  return directories.some((directory) => places.some((place) => isInside(place, directory)))
    ? 'the file is inside the repository'
    : undefined;
}

async function sshEvidence(config: Config): Promise<SshEvidence> {
  const path = (value: string | undefined) =>
    value === undefined ? undefined : expandHome(value, process.env);
  const allowed = path(config.sshAllowedSigners.value);
  const revocation = path(config.sshRevocation.value);
  const { loadAllowedSigners, loadSshRevocation } = await import('../../io/ssh/index.js');
  const evidence: { -readonly [K in keyof SshEvidence]: SshEvidence[K] } = {};
  if (allowed !== undefined) {
    const why = await notTheUsersOwn(allowed);
    const found = why === undefined ? await loadAllowedSigners(allowed) : { unreadable: why };
    evidence.allowedSigners =
      'unreadable' in found
        ? { unusable: harmless(`gpg.ssh.allowedSignersFile: ${found.unreadable}`) }
        : found;
  }
  if (revocation !== undefined) {
    const why = await notTheUsersOwn(revocation);
    evidence.revocation =
      why === undefined
        ? await loadSshRevocation(revocation)
        : { unreadable: harmless(`gpg.ssh.revocationFile: ${why}`) };
  }
  return evidence;
}

/**
 * What the user trusts by git's own settings, taken only from where a repository cannot write: gpg.ssh.allowedSignersFile
 * and gpg.ssh.revocationFile, the gpg that gpg.program names with its keyring, and roots for S/MIME.
 */
export function ownTrust(config: Config): OwnTrust {
  const gpg = once(async () => {
    const { GpgVerifier } = await import('../../io/gpg/index.js');
    const program = config.gpgProgram.value;
    return new GpgVerifier(program === undefined ? {} : { program: expandHome(program, process.env) });
  });
  return {
    ssh: once(() => sshEvidence(config)),
    openpgp: async (signature, payload) => (await gpg()).verify(signature, payload),
    x509: once(async () => {
      const { loadX509Roots } = await import('../../io/x509/index.js');
      return loadX509Roots(config.x509Roots.value);
    }),
  };
}
