import { isAbsolute } from 'node:path';
import { AUTHORITIES, CGI, NETWORK, NO_SECRET, OURS_ALONE, PERSON, PLACE, PROGRAM, SECRET } from './names.js';

// An editor sets the first when it starts us, so that its own program runs as Node (io/own-program.ts). git's own programs
// ignore the second, but `git config` does not: the file of a repository would look like the user's command line.
const DROPPED = ['ELECTRON_RUN_AS_NODE', 'GIT_CONFIG', ...OURS_ALONE, AUTHORITIES[0]];

/**
 * The environment for git, which gets everything but secrets, and for a build system's own program, which gets its own secrets
 * (`keep`). No entry of PATH is relative: it would name a program of the repository at hand.
 */
export function childEnvironment(
  env: NodeJS.ProcessEnv,
  extra: NodeJS.ProcessEnv = {},
  keep: RegExp = /^$/,
): NodeJS.ProcessEnv {
  const child = { ...env };
  for (const name of Object.keys(env)) if (isSecret(name) && !keep.test(name)) delete child[name];
  for (const name of DROPPED) delete child[name];
  return { ...safe(child), ...authorities(env), ...extra };
}

/** The environment for a program that needs nothing of ours (the browser's opener, gpg): an allow-list. */
export function programEnvironment(env: NodeJS.ProcessEnv, extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const wanted = new Set([
    ...PLACE,
    ...PERSON,
    ...PROGRAM,
    ...NETWORK,
    ...NETWORK.map((name) => name.toLowerCase()),
  ]);
  const child = Object.fromEntries(Object.entries(env).filter(([name]) => wanted.has(name)));
  const [mark, forged] = CGI;
  if (env[mark] !== undefined) delete child[forged];
  return { ...safe(child), ...authorities(env), ...extra };
}

/** The entries of PATH that are relative: each names a directory of wherever a program is started. */
export function relativeEntries(path: string): string[] {
  return path.split(':').filter((entry) => !isAbsolute(entry));
}

function isSecret(name: string): boolean {
  return SECRET.test(name) && !NO_SECRET.includes(name);
}

function safe(child: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const [mark, forged] = CGI;
  const { PATH: path } = child;
  // On Windows programPath looks only in absolute directories.
  if (path !== undefined && process.platform !== 'win32' && relativeEntries(path).length > 0)
    child['PATH'] = path.split(':').filter(isAbsolute).join(':') || '/';
  if (child[mark] !== undefined) delete child[forged];
  return child;
}

function authorities(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const [ours, nodes] = AUTHORITIES;
  const found = env[ours] || env[nodes];
  return found ? { [nodes]: found } : {};
}
