import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { userPolicyPath } from '../../../inspect/basis/index.js';
import { type Config, expandHome } from '../../../io/config/index.js';
import type { GitConfigEntry } from '../../../io/git/index.js';

function originOf({ origin }: GitConfigEntry): string | undefined {
  const path = /^file:(.+)$/.exec(origin)?.[1];
  return path !== undefined && isAbsolute(path) ? path : undefined;
}

/**
 * The user's files that verdicts depend on, as absolute paths: configuration outside the repository, trusted root, own policy,
 * and the files by which git's own settings say whom the user trusts. A file that does not exist yet is listed only if its
 * directory exists, because no other can be watched.
 */
export function filesOf(
  config: Config,
  gitConfig: readonly GitConfigEntry[],
  env: NodeJS.ProcessEnv,
): readonly string[] {
  const { trustedRoot, sshAllowedSigners, sshRevocation, x509Roots, gpgProgram } = config;
  const named = [trustedRoot, sshAllowedSigners, sshRevocation, x509Roots, gpgProgram]
    .map(({ value }) => value)
    .filter((value) => value !== undefined)
    .map((value) => expandHome(value, env));
  const gnupg = env['GNUPGHOME'] ?? join(env['HOME'] ?? homedir(), '.gnupg');
  const keyring = ['pubring.kbx', 'trustdb.gpg'].map((name) => join(gnupg, name));
  const all = [...gitConfig.map(originOf), userPolicyPath(config, env), ...named, ...keyring];
  const absolute = all.filter((path) => path !== undefined && isAbsolute(path)) as string[];
  return [...new Set(absolute)].filter((path) => existsSync(dirname(path)));
}

/** A text that changes whenever one of the files changes. */
export function stampOf(files: readonly string[]): string {
  return files
    .map((path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return `${path} ${found ? `${found.mtimeMs} ${found.size} ${found.ino}` : 'none'}`;
    })
    .join('\n');
}
