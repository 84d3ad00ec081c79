import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { type AgentPlace, agentPlace } from '../../../../signer/agent/place.js';
import { startAgent } from '../../../../signer/agent/start.js';

let home: string;
let env: NodeJS.ProcessEnv;
let place: AgentPlace;
const own = process.argv[1];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 's-'));
  env = { HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), PATH: process.env['PATH'], SIGSTORE_ID_TOKEN: 'x' };
  place = agentPlace(env);
});
afterEach(() => {
  if (existsSync(join(home, 'pid'))) {
    try {
      process.kill(Number(readFileSync(join(home, 'pid'), 'utf8')), 'SIGKILL');
    } catch {
      // It has already ended.
    }
  }
  if (own !== undefined) process.argv[1] = own;
  rmSync(home, { recursive: true, force: true });
});

const LISTENS = `
  const server = require('node:net').createServer((client) => client.on('error', () => {}).resume());
  process.umask(0o177);
  server.listen(SOCKET, () => require('node:fs').writeSync(1, 'ready\\n'));`;

/** The program that is started as the agent. It records how it was started, and continues with this code. */
function program(then: string): void {
  const script = join(home, 'agent.cjs');
  const notes = { argv: 'process.argv.slice(2)', cwd: 'process.cwd()', env: 'process.env', pgid: 'true' };
  const noted = Object.entries(notes).map(([name, code]) => `${name}: ${code}`);
  writeFileSync(
    script,
    `const HOME = ${JSON.stringify(home)}, SOCKET = ${JSON.stringify(place.socket)};
const fs = require('node:fs');
fs.appendFileSync(HOME + '/started', JSON.stringify({ ${noted.join(', ')} }) + '\\n');
fs.writeFileSync(HOME + '/limits', fs.existsSync('/proc/self/limits') ? fs.readFileSync('/proc/self/limits') : '');
fs.writeFileSync(HOME + '/pid', String(process.pid));
${then}`,
  );
  process.argv[1] = script;
}

const starts = () =>
  readFileSync(join(home, 'started'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

async function unsafe(): Promise<string> {
  const reached = await startAgent(env);
  if ('unsafe' in reached) return reached.unsafe;
  reached.conversation.close();
  return assert.fail('there is an agent');
}

test('if there is no agent, one is started, inherits nothing from its caller, and can be reached', async () => {
  program(LISTENS);
  const reached = await startAgent(env);
  assert.ok('conversation' in reached);
  reached.conversation.close();
  const [{ argv, cwd, env: given }] = starts();
  assert.deepEqual([argv, cwd], [['agent'], '/']);
  assert.equal(given.HOME, home);
  assert.equal('SIGSTORE_ID_TOKEN' in given, false);
  assert.equal(lstatSync(place.directory).mode & 0o777, 0o700);
  assert.equal(existsSync(place.lock), false);
  if (process.platform === 'linux')
    assert.match(readFileSync(join(home, 'limits'), 'utf8'), /^Max core file size +0 +0 /m);
});

test('clients that come at the same time start only one agent', async () => {
  program(`setTimeout(() => {${LISTENS}}, 100);`);
  for (const reached of await Promise.all([startAgent(env), startAgent(env), startAgent(env)])) {
    assert.ok('conversation' in reached);
    reached.conversation.close();
  }
  assert.equal(starts().length, 1);
});

test('files that a dead agent left behind are removed', async () => {
  mkdirSync(place.directory, { recursive: true, mode: 0o700 });
  writeFileSync(place.socket, 'x');
  writeFileSync(place.lock, String(spawnSync('true').pid));
  program(LISTENS);
  const reached = await startAgent(env);
  assert.ok('conversation' in reached);
  reached.conversation.close();
});

test('a directory in place of the socket is not touched', async () => {
  mkdirSync(place.directory, { recursive: true, mode: 0o700 });
  mkdirSync(place.socket);
  program("fs.writeSync(1, 'no\\n')");
  assert.equal(await unsafe(), 'no');
  assert.ok(lstatSync(place.socket).isDirectory());
});

test('an agent that does not start is not used, and gives the reason', async () => {
  for (const [then, why] of [
    ["fs.writeSync(1, 'the place is taken\\n'); setTimeout(() => {}, 60000)", 'the place is taken'],
    [
      "fs.writeSync(1, 'rea'); setTimeout(() => fs.writeSync(1, 'lly no\\n'), 20); setTimeout(() => {}, 60000)",
      'really no',
    ],
    ['process.exit(3)', 'the agent ended at once (3)'],
    ["process.kill(process.pid, 'SIGKILL')", 'the agent ended at once (killed)'],
  ] as const) {
    program(then);
    assert.equal(await unsafe(), why);
    assert.deepEqual(readdirSync(place.directory), []);
  }
});

test('an agent that sends nothing for fifteen seconds is stopped', async (t) => {
  program("setTimeout(() => {}, 60000); fs.writeFileSync(HOME + '/up', '')");
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const starting = unsafe();
  while (!existsSync(join(home, 'up'))) await new Promise((resolve) => setImmediate(resolve));
  t.mock.timers.tick(14_999);
  assert.equal(
    await Promise.race([starting, new Promise((resolve) => setImmediate(resolve, 'waits'))]),
    'waits',
  );
  t.mock.timers.tick(1);
  assert.equal(await starting, 'the agent did not start in time');
  const pid = Number(readFileSync(join(home, 'pid'), 'utf8'));
  while (isThere(pid)) await new Promise((resolve) => setImmediate(resolve));
});

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a lock that somebody holds for thirty seconds is not waited for any longer', async (t) => {
  mkdirSync(place.directory, { recursive: true, mode: 0o700 });
  writeFileSync(place.lock, String(process.pid));
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  program(LISTENS);
  const waiting = unsafe();
  let over = false;
  waiting.finally(() => {
    over = true;
  });
  now = 30_000;
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.equal(over, false);
  now = 30_001;
  assert.equal(await waiting, 'another program has been starting an agent for too long');
  assert.equal(existsSync(join(home, 'started')), false);
});

test('in a directory that others can change, or that cannot be created, no agent is started', async () => {
  program(LISTENS);
  mkdirSync(join(home, 'run'));
  chmodSync(join(home, 'run'), 0o777);
  assert.match(await unsafe(), /run can be changed by everybody$/);
  chmodSync(join(home, 'run'), 0o775);
  assert.match(await unsafe(), /run can be changed by its group \(chmod g-w\)$/);
  chmodSync(join(home, 'run'), 0o755);
  writeFileSync(place.directory, 'x');
  assert.match(await unsafe(), /is not a directory$/);
  env['XDG_RUNTIME_DIR'] = join(place.directory, 'below');
  assert.match(await unsafe(), /run\/waxseal is not a directory$/);
  assert.equal(existsSync(join(home, 'started')), false);
});
