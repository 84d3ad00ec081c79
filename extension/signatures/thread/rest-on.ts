import { existsSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { userPolicyPath } from '../../../inspect/basis/index.js';
import { type Config, expandHome } from '../../../io/config/index.js';
import type { GitConfigEntry } from '../../../io/git/index.js';

function originOf({ origin }: GitConfigEntry): string | undefined {
  const path = /^file:(.+)$/.exec(origin)?.[1];
  return path !== undefined && isAbsolute(path) ? path : undefined;
}

const MOST_LINKS = 40;

/** A path and, if it is a link, everything that it leads to: each of them may change what is read. */
function withTargets(path: string): readonly string[] {
  const found = [path];
  try {
    for (let at = path; found.length <= MOST_LINKS; found.push(at))
      at = resolve(dirname(at), readlinkSync(at));
  } catch {
    // The last one is no link, or does not exist.
  }
  try {
    found.push(realpathSync(path));
  } catch {
    // A link may lead nowhere yet.
  }
  return found;
}

/**
 * The user's files that verdicts depend on, as absolute paths: configuration outside the repository, trusted root, own policy,
 * and the files by which git's own settings say whom the user trusts. A file that does not exist yet is listed only if its
 * directory exists, because no other can be watched. A link is listed with what it leads to, because dotfiles are often links.
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
  return [...new Set(absolute.flatMap(withTargets))].filter((path) => existsSync(dirname(path)));
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
