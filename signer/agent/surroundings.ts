import { closeSync, openSync } from 'node:fs';
import { debugLogPath } from '../../io/debug-log.js';
import { handedOverConfig } from '../../io/git/handed-over.js';
import { asNode } from '../../io/own-program.js';
import type { ClaimedIdentity, SentEntry, Surroundings } from './protocol.js';
import {
  AUTHORITIES,
  CONFIG_NAMES,
  CONFIG_VALUE,
  NETWORK,
  NOT_SENT,
  OURS_ALONE,
  SECRET,
  SENT,
  SENT_TOO,
} from './sent.js';

/** The client's side of a request: its directory and what of its environment may leave the process. */
export function surroundings(env: NodeJS.ProcessEnv, cwd: string): Surroundings {
  const claimed = claimedIdentity(env['SIGSTORE_ID_TOKEN']);
  const handedOver = handedOverConfig(env);
  return {
    cwd,
    env: sentEnvironment(env),
    terminal: hasTerminal(),
    debug: debugLogPath(env) !== undefined,
    ...(claimed && { claimed }),
    ...(handedOver && { gitConfig: ourEntries(handedOver) }),
  };
}

/** The entries of our sections and gitsign's; what else is in git's configuration (headers, passwords) stays here. */
export function ourEntries(listed: Uint8Array): SentEntry[] {
  // scope NUL origin NUL key LF value NUL, as io/git/config.ts reads it too, with all it needs to be read well.
  const parts = Buffer.from(listed).toString('utf8').split('\0');
  const entries: SentEntry[] = [];
  for (let i = 0; i + 2 < parts.length; i += 3) {
    const [scope = '', origin = '', pair = ''] = parts.slice(i, i + 3);
    if (!/^(?:waxseal|gitsign)\./.test(pair)) continue;
    const cut = pair.indexOf('\n');
    entries.push({
      key: cut < 0 ? pair : pair.slice(0, cut),
      ...(cut >= 0 && { value: pair.slice(cut + 1) }),
      scope,
      origin,
    });
  }
  return entries;
}

/** Whether this process has a terminal, where a person can be told something. */
export function hasTerminal(): boolean {
  try {
    closeSync(openSync(process.platform === 'win32' ? '\\\\.\\CONOUT$' : '/dev/tty', 'a'));
    return true;
  } catch {
    return false;
  }
}

/** The variables the agent gets to see, secrets blanked. */
export function sentEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const sent: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || OURS_ALONE.includes(name)) continue;
    if (!SENT.test(name) && !SENT_TOO.includes(name)) continue;
    sent[name] = value !== '' && isSecret(name, env) ? NOT_SENT : value;
  }
  return { ...sent, ...networkVariables(env) };
}

function isSecret(name: string, env: NodeJS.ProcessEnv): boolean {
  if (SECRET.test(name)) return true;
  const number = CONFIG_VALUE.exec(name)?.[1];
  return number !== undefined && !CONFIG_NAMES.test(env[`GIT_CONFIG_KEY_${number}`] ?? '');
}

/** The variables that say how the network is reached. An agent serves only clients that reach it the same way. */
export function networkVariables(env: NodeJS.ProcessEnv): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of NETWORK) {
    const value = env[name.toLowerCase()] || env[name];
    if (value) found[name] = value;
  }
  const authorities = AUTHORITIES.map((name) => env[name]).find(Boolean);
  return authorities ? { ...found, [AUTHORITIES[0]]: authorities } : found;
}

/** What the agent itself is started with: no token, nothing of the repository, no NODE_OPTIONS. */
export function agentEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && (/^(?:LC|XDG)_/.test(name) || OWN.has(name))) own[name] = value;
  }
  // Compiled code would be written when it ends, into a home that may be gone by then.
  return { ...own, ...networkVariables(env), ...asNode(), WAXSEAL_CODE_CACHE: 'off' };
}

const OWN = new Set([
  ...[
    'HOME',
    'USERPROFILE',
    'APPDATA',
    'LOCALAPPDATA',
    'PATH',
    'SystemRoot',
    'TMPDIR',
    'TEMP',
    'USER',
    'LOGNAME',
  ],
  ...['LANG', 'TZ'],
]);

/** `iss` and `email` or `sub` of a JWT, unchecked; undefined when they cannot be read. */
export function claimedIdentity(token: string | undefined): ClaimedIdentity | undefined {
  const payload = token?.trim().split('.')[1];
  if (!payload) return undefined;
  try {
    const { iss, email, sub } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const subject = email || sub;
    return typeof iss === 'string' && typeof subject === 'string' ? { issuer: iss, subject } : undefined;
  } catch {
    return undefined;
  }
}
