import { readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import {
  connectAddress,
  directoryObjection,
  isTooLong,
  runDirectory,
  socketObjection,
  socketSuffix,
} from '../run-directory.js';
import { Link } from './link.js';
import { EDITOR_PROTOCOL, EDITOR_VARIABLE, type ToEditor } from './messages.js';

/** How long a window may take to answer, in milliseconds. On a busy machine it needs time. */
const ANSWER_MS = 20_000;
const MOST_WINDOWS = 32;
const NAME = /^editor-[0-9a-f]{16}$/;

/** The program that asks a person: its directory, its environment, and whether it has a terminal. */
export interface Asker {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly terminal: boolean;
}

/**
 * Whether to ask an editor window first: a window or an editor's git started us, or there is no terminal. With
 * WAXSEAL_EDITOR=off no window is asked.
 */
export function isForEditor({ env, terminal }: Asker): boolean {
  if (env[EDITOR_VARIABLE] === 'off') return false;
  return !terminal || Boolean(env[EDITOR_VARIABLE] || env['VSCODE_GIT_COMMAND']);
}

/**
 * A connection to the editor window that has the asker's repository open, or that the environment names. Only
 * sockets of this user, in a directory that nobody else can enter, are used. Undefined if there is none.
 */
export async function findEditor(asker: Asker): Promise<Link<ToEditor> | undefined> {
  if (!isForEditor(asker)) return undefined;
  const decided = new AbortController();
  const asked = socketsOf(asker.env).map((socket) => offered(socket, asker, decided.signal));
  const first = await firstLink(asked);
  decided.abort();
  for (const link of asked) void link.then((other) => other !== first && other?.close());
  return first;
}

/** The first link that answers. A window that hangs must not delay another one. */
function firstLink(
  asked: readonly Promise<Link<ToEditor> | undefined>[],
): Promise<Link<ToEditor> | undefined> {
  return new Promise((resolve) => {
    for (const one of asked) void one.then((link) => link && resolve(link));
    void Promise.all(asked).then(() => resolve(undefined));
  });
}

function socketsOf(env: NodeJS.ProcessEnv): string[] {
  const directory = runDirectory(env);
  const suffix = socketSuffix();
  if (directoryObjection(directory) !== undefined) return [];
  const names = readdirSync(directory)
    .filter((name) => name.endsWith(suffix))
    .map((name) => name.slice(0, -suffix.length))
    .filter((name) => NAME.test(name));
  const wanted = env[EDITOR_VARIABLE];
  const chosen = wanted !== undefined && names.includes(wanted) ? [wanted] : names.slice(0, MOST_WINDOWS);
  return chosen.map((name) => join(directory, `${name}${suffix}`));
}

/**
 * Asks one window; undefined if it is gone, does not answer, or does not have the repository open.
 * @param decided aborted when another window has answered
 */
function offered(
  socket: string,
  { env, cwd }: Asker,
  decided: AbortSignal,
): Promise<Link<ToEditor> | undefined> {
  if (isTooLong(socket) || socketObjection(socket) !== undefined) return Promise.resolve(undefined);
  const editor = env[EDITOR_VARIABLE];
  return new Promise((resolve) => {
    let address: string;
    try {
      address = connectAddress(socket);
    } catch {
      return resolve(undefined);
    }
    const link = new Link<ToEditor>(connect(address));
    const giveUp = () => link.close();
    const timer = setTimeout(giveUp, ANSWER_MS);
    decided.addEventListener('abort', giveUp, { once: true });
    link.socket.once('error', ({ code }: NodeJS.ErrnoException) => {
      // The socket file of a window that was killed.
      if (code === 'ECONNREFUSED' || code === 'ENOENT') rmSync(socket, { force: true });
    });
    link.socket.once('connect', () =>
      link.say({ type: 'offer', version: EDITOR_PROTOCOL, cwd, ...(editor !== undefined && { editor }) }),
    );
    void link.next().then((answer) => {
      clearTimeout(timer);
      decided.removeEventListener('abort', giveUp);
      if (answer?.type === 'here') return resolve(link);
      link.close();
      resolve(undefined);
    });
  });
}
