import { randomBytes } from 'node:crypto';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { prepareRunDirectory } from '../prepare-run-directory.js';
import { isTooLong, runDirectory, socketSuffix } from '../run-directory.js';
import { Link } from './link.js';
import type { FromEditor } from './messages.js';

const MOST_PROGRAMS = 64;

/** The socket on which a window listens. */
export interface EditorSocket {
  /** The value of `EDITOR_VARIABLE` for programs that the window starts. */
  readonly name: string;
  dispose(): void;
}

/**
 * Listens for programs that sign, in a directory that only this user can enter.
 * @param serve called with every connection
 * @throws Error with one line that says why that is not possible
 */
export async function listenForPrograms(
  env: NodeJS.ProcessEnv,
  serve: (link: Link<FromEditor>) => void,
): Promise<EditorSocket> {
  const directory = runDirectory(env);
  const objection = prepareRunDirectory(directory);
  if (objection) throw new Error(objection.why);
  const name = `editor-${randomBytes(8).toString('hex')}`;
  const path = join(directory, `${name}${socketSuffix()}`);
  if (isTooLong(path)) throw new Error(`the path ${path} is too long for a socket`);
  const server = createServer((socket) => serve(new Link(socket)));
  server.maxConnections = MOST_PROGRAMS;
  const windows = process.platform === 'win32';
  const address = windows ? `\\\\.\\pipe\\waxseal-${randomBytes(16).toString('hex')}` : path;
  await listening(server, address);
  server.unref();
  // The name of a pipe is secret: only a user who can read this file can know it.
  if (windows) writeFileSync(path, `${address}\n`, { mode: 0o600, flag: 'wx' });
  else chmodSync(path, 0o600);
  return {
    name,
    dispose: () => {
      server.close();
      rmSync(path, { force: true });
    },
  };
}

function listening(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // A later error, such as too few descriptors, may cost a connection but must not crash the editor.
    server.on('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(`cannot listen on ${address} (${error.code ?? 'no reason given'})`)),
    );
    server.listen(address, resolve);
  });
}
