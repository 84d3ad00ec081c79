import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type FromEditor, findEditor, type Link, listenForPrograms } from '../../../io/window/index.js';

const skip = process.platform === 'win32' ? 'sockets in files are not for Windows' : false;

/** An environment with its own run directory. */
function surroundings(t: TestContext): { readonly env: NodeJS.ProcessEnv; readonly directory: string } {
  const home = mkdtempSync(join(tmpdir(), 'find-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const directory = join(home, 'waxseal');
  mkdirSync(directory, { mode: 0o700 });
  return { env: { HOME: home, XDG_RUNTIME_DIR: home }, directory };
}

async function window(
  t: TestContext,
  env: NodeJS.ProcessEnv,
  answer: FromEditor,
): Promise<readonly Link<FromEditor>[]> {
  const links: Link<FromEditor>[] = [];
  const socket = await listenForPrograms(env, (link) => {
    links.push(link);
    void link.next().then(() => link.say(answer));
  });
  t.after(() => socket.dispose());
  return links;
}

/** A window that accepts connections and never answers. */
async function hanging(t: TestContext, directory: string): Promise<void> {
  const sockets: Socket[] = [];
  const path = join(directory, 'editor-0123456789abcdef.sock');
  const server: Server = createServer((socket) => sockets.push(socket.resume()));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  chmodSync(path, 0o600);
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
}

test('a window that hangs does not delay one that answers', { skip }, async (t) => {
  const { env, directory } = surroundings(t);
  await hanging(t, directory);
  await window(t, env, { type: 'not-here' });
  await window(t, env, { type: 'here' });
  // The clock stands still: a wait for it never ends.
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const link = await findEditor({ env, cwd: directory, terminal: false });
  assert.ok(link);
  link.close();
});

test('without a run directory there is no window, and none is made', async (t) => {
  const { env, directory } = surroundings(t);
  rmSync(directory, { recursive: true });
  assert.equal(await findEditor({ env, cwd: directory, terminal: false }), undefined);
  assert.equal(existsSync(directory), false);
});

test('a program that sends too much is disconnected', { skip }, async (t) => {
  const { env, directory } = surroundings(t);
  const links = await window(t, env, { type: 'here' });
  const link = await findEditor({ env, cwd: directory, terminal: false });
  assert.ok(link);
  const gone = new Promise<void>((resolve) => link.gone.addEventListener('abort', () => resolve()));
  for (let count = 0; count < 1000; count += 1) link.say({ type: 'failed', message: 'again' });
  await gone;
  assert.equal(links[0]?.gone.aborted, true);
});
