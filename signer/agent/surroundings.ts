import { closeSync, openSync } from 'node:fs';
import { debugLogPath } from '../../io/debug-log.js';
import {
  CONFIG_ALL,
  CONFIG_NAMES,
  CONFIG_PAIR,
  CONFIG_WORD,
  FACTS,
  NO_KEY,
  NO_SECRET,
  NOT_SENT,
  OURS_ALONE,
  PERSON,
  PLACE,
  SECRET,
  SETTINGS,
} from '../../io/environment/names.js';
import { networkVariables } from '../../io/environment/network.js';
import { handedOverConfig } from '../../io/git/handed-over.js';
import { asNode } from '../../io/own-program.js';
import type { ClaimedIdentity, SentEntry, Surroundings } from './protocol.js';

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

const NAMES = new Set([...PLACE, ...PERSON, ...FACTS]);

/** The variables that are sent to the agent, with secrets replaced by {@link NOT_SENT}. */
export function sentEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const sent: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || OURS_ALONE.includes(name)) continue;
    const [, part, number] = CONFIG_PAIR.exec(name) ?? [];
    if (part !== undefined) sent[name] = ofPair(part, env[`GIT_CONFIG_KEY_${number}`] ?? '', value);
    else if (name === CONFIG_ALL) sent[name] = ownWords(value);
    else if (SETTINGS.test(name) || NAMES.has(name))
      sent[name] = value !== '' && SECRET.test(name) && !NO_SECRET.includes(name) ? NOT_SENT : value;
  }
  return { ...sent, ...networkVariables(env) };
}

function ofPair(part: string, key: string, value: string): string {
  if (value === '' || CONFIG_NAMES.test(key)) return value;
  return part === 'KEY' ? NO_KEY : NOT_SENT;
}

/** The settings of `git -c` that decide something here. */
function ownWords(all: string): string {
  const words = all.match(new RegExp(CONFIG_WORD, 'g')) ?? [];
  return words.filter((word) => CONFIG_NAMES.test(word.slice(1).split(/['=]/, 1)[0] ?? '')).join(' ');
}

/** The environment of the agent itself: no token, nothing from the repository, no NODE_OPTIONS. */
export function agentEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const own: Record<string, string> = {};
  for (const name of PLACE) if (env[name] !== undefined) own[name] = env[name];
  // Node would write its compile cache when the agent ends, into a home that may be gone by then.
  return { ...own, ...networkVariables(env), ...asNode(), WAXSEAL_CODE_CACHE: 'off' };
}

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
