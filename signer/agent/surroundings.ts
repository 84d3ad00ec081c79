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

/** What a request says about the client: its directory, and the part of its environment that may leave the process. */
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

/** The entries of our sections and gitsign's. The rest of git's configuration (headers, passwords) is not sent. */
export function ourEntries(listed: Uint8Array): SentEntry[] {
  // Format: scope NUL origin NUL key LF value NUL. io/git/config.ts reads the same format, with more care.
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

/** Whether this process has a terminal on which the user can see messages. */
export function hasTerminal(): boolean {
  try {
    closeSync(openSync(process.platform === 'win32' ? '\\\\.\\CONOUT$' : '/dev/tty', 'a'));
    return true;
  } catch {
    return false;
  }
}

/** The variables that are sent to the agent, with secrets replaced by {@link NOT_SENT}. */
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

/** The variables with network settings. An agent serves only clients with the same ones. */
export function networkVariables(env: NodeJS.ProcessEnv): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of NETWORK) {
    const value = env[name.toLowerCase()] || env[name];
    if (value) found[name] = value;
  }
  const authorities = AUTHORITIES.map((name) => env[name]).find(Boolean);
  return authorities ? { ...found, [AUTHORITIES[0]]: authorities } : found;
}

/** The environment of the agent itself: no token, nothing from the repository, no NODE_OPTIONS. */
export function agentEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && (/^(?:LC|XDG)_/.test(name) || OWN.has(name))) own[name] = value;
  }
  // Node would write its compile cache when the agent ends, into a home that may be gone by then.
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

/** `iss`, and `email` or `sub`, of a JWT. Nothing is verified. Undefined if they cannot be read. */
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
