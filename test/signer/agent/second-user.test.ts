import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { agentPlace } from '../../../signer/agent/place.js';
import { FrameReader, frame } from '../../../signer/agent/protocol.js';
import { run } from '../../support/git-repo.js';
import { TestInstance } from '../../support/instance.js';
import { PROGRAM } from '../../support/waxseal.js';

// If root runs the tests, every file of root would be the user's own. So here the user is another one, and root is a stranger
// too.
const USER = 65534;
const THIRD = 65533;
// The system itself forbids them nothing, so only a check in advance can protect.
const CAPABILITY = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];
const AS_USER = ['--reuid', String(USER), '--regid', String(USER), '--clear-groups', ...CAPABILITY];
const SETPRIV = commandPath('setpriv') ?? 'setpriv';
const REACH = new URL('../../../signer/agent/reach.js', import.meta.url).href;

function commandPath(program: string): string | undefined {
  return spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).stdout.trim() || undefined;
}

function whyNot(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can be somebody else';
  const works = (...command: string[]) => spawnSync(SETPRIV, [...AS_USER, ...command]).status === 0;
  if (!works(process.execPath, '-e', '1')) return 'there is no setpriv, or Node is not for every user';
  const code = `import(${JSON.stringify(REACH)})`;
  if (!works(process.execPath, '-e', code) || !works('test', '-r', PROGRAM))
    return 'this working copy is not for every user to read';
  return undefined;
}

const reason = whyNot();
const SKIP = reason === undefined ? {} : { skip: reason };
const SKIP_PERL =
  reason === undefined && spawnSync('perl', ['-e', '1']).status !== 0 ? { skip: 'there is no Perl' } : SKIP;

let top: string;
let env: Record<string, string>;
/** A directory for PATH in which Node cannot run. */
let withoutNode: string;

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'u-'));
  chmodSync(top, 0o755);
  const home = join(top, 'home');
  mkdirSync(join(home, 'run', 'waxseal'), { recursive: true, mode: 0o700 });
  for (const path of [home, join(home, 'run'), join(home, 'run', 'waxseal')]) chownToUser(path);
  chmodSync(join(home, 'run'), 0o755);
  withoutNode = join(top, 'bin');
  mkdirSync(withoutNode, { mode: 0o755 });
  for (const program of ['sh', 'perl']) {
    const found = commandPath(program);
    if (found !== undefined) symlinkSync(found, join(withoutNode, program));
  }
  writeFileSync(join(withoutNode, 'node'), '#!/bin/sh\necho "Node was started" >&2\nexit 97\n', {
    mode: 0o755,
  });
  env = { HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), PATH: withoutNode };
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

function chownToUser(path: string): void {
  if (reason === undefined) chownSync(path, USER, USER);
}

const PAYLOAD = 'tree x\n';
const SIGNED = {
  type: 'signed',
  record: false,
  created: '[GNUPG:] SIG_CREATED D 8 8 00 1700000000 0123\n',
  signer: { subject: 's', issuer: 'i' },
  armor: Buffer.from(new TestInstance().sign(Buffer.from(PAYLOAD)).armor).toString('base64'),
  der: 'AAAA',
} as const;

/** Somebody listens in the agent's place, which is then changed. Returns the result of `ask`, and how often it connected. */
async function withListener<T>(
  change: (socket: string, directory: string) => void,
  ask: () => Promise<T>,
): Promise<{ result: T; connections: number }> {
  const { socket, directory } = agentPlace(env);
  let connections = 0;
  const server = createServer((client) => {
    connections++;
    client.on('error', () => undefined);
    const reader = new FrameReader();
    client.on('data', (chunk) => {
      if (reader.push(chunk).length > 0) client.end(frame(SIGNED));
    });
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  chmodSync(socket, 0o600);
  chownSync(socket, USER, USER);
  change(socket, directory);
  accessSync(socket, constants.F_OK); // it can be reached there
  try {
    const result = await ask();
    await new Promise((resolve) => setTimeout(resolve, 10)); // a client that connected has been accepted by now
    return { result, connections };
  } finally {
    server.close();
  }
}

/** The user, with Node. */
async function byNode(): Promise<string> {
  const code = `const { reachAgent } = await import(${JSON.stringify(REACH)});
const reached = await reachAgent(process.env);
reached.conversation?.close();
process.stdout.write('conversation' in reached ? 'used' : 'unsafe' in reached ? reached.unsafe : 'absent');`;
  const args = [...AS_USER, process.execPath, '--input-type=module', '-e', code];
  const { stdout, stderr } = await run(SETPRIV, args, { cwd: '/', env });
  return stdout === '' ? stderr : stdout;
}

/** The user, with the first try in Perl. */
async function byPerl(): Promise<string> {
  const args = [...AS_USER, PROGRAM, '--status-fd=2', '-bsau', 'KEY'];
  const { status, stderr } = await run(SETPRIV, args, { cwd: '/', env, input: PAYLOAD });
  if (status === 97 && /Node was started/.test(stderr)) return 'left to Node';
  return status === 0 ? 'used' : stderr;
}

const SAFE: Readonly<Record<string, (socket: string, directory: string) => void>> = {
  'all of it the user’s own': () => undefined,
  'below directories of root': (_, directory) => chownSync(dirname(directory), 0, 0),
  'below one of root in which a group may write and nobody exchange what is another’s': (_, directory) => {
    chownSync(dirname(directory), 0, 0);
    chmodSync(dirname(directory), 0o1775);
  },
  'below one of root in which all may write and nobody exchange what is another’s': (_, directory) => {
    chownSync(dirname(directory), 0, 0);
    chmodSync(dirname(directory), 0o1777);
  },
};

const linked = (owner: number) => (_: string, directory: string) => {
  const runtime = dirname(directory);
  renameSync(runtime, `${runtime}-real`);
  symlinkSync(`${runtime}-real`, runtime);
  lchownSync(runtime, owner, owner);
};

/** Node follows links, and Perl leaves them to Node. */
const LINKED: Readonly<Record<string, (socket: string, directory: string) => void>> = {
  'below a link of the user’s own': linked(USER),
  'below a link of root': linked(0),
};

const UNSAFE: Readonly<
  Record<string, readonly [change: (socket: string, directory: string) => void, node: RegExp]>
> = {
  'at a socket of root': [(socket) => chownSync(socket, 0, 0), /^absent$/],
  'at a socket of a third user': [(socket) => chownSync(socket, THIRD, THIRD), /^absent$/],
  'at a socket that its group can write to': [(socket) => chmodSync(socket, 0o620), /^absent$/],
  'at a socket that its group can read': [(socket) => chmodSync(socket, 0o640), /^absent$/],
  'at a socket that everybody can write to': [(socket) => chmodSync(socket, 0o602), /^absent$/],
  'in a directory of root': [
    (_, directory) => chownSync(directory, 0, 0),
    /waxseal belongs to somebody else$/,
  ],
  'in a directory of a third user': [
    (_, directory) => chownSync(directory, THIRD, THIRD),
    /waxseal belongs to somebody else$/,
  ],
  'in a directory that its group can enter': [
    (_, directory) => chmodSync(directory, 0o710),
    /can be entered by others$/,
  ],
  'in a directory that its group can write to': [
    (_, directory) => chmodSync(directory, 0o720),
    /can be entered by others$/,
  ],
  'in a directory that everybody can list': [
    (_, directory) => chmodSync(directory, 0o704),
    /can be entered by others$/,
  ],
  'below a directory of a third user': [
    (_, directory) => chownSync(dirname(directory), THIRD, THIRD),
    /run belongs to somebody else$/,
  ],
  'below a directory that everybody can change': [
    (_, directory) => chmodSync(dirname(directory), 0o777),
    /run can be changed by everybody$/,
  ],
  'below a directory that its group can change': [
    (_, directory) => chmodSync(dirname(directory), 0o775),
    /run can be changed by its group \(chmod g-w\)$/,
  ],
  'below one of root that its group can change': [
    (_, directory) => {
      chownSync(dirname(directory), 0, 0);
      chmodSync(dirname(directory), 0o775);
    },
    /run can be changed by its group \(chmod g-w\)$/,
  ],
  'below one of root that everybody can change': [
    (_, directory) => {
      chownSync(dirname(directory), 0, 0);
      chmodSync(dirname(directory), 0o777);
    },
    /run can be changed by everybody$/,
  ],
  'below a link of a third user': [linked(THIRD), /run belongs to somebody else$/],
  'in a directory that is a link': [
    (_, directory) => {
      renameSync(directory, `${directory}-real`);
      symlinkSync(`${directory}-real`, directory);
      lchownSync(directory, USER, USER);
    },
    /is not a directory$/,
  ],
  'below a link to a place below one that everybody can change': [
    (_, directory) => {
      const [runtime, open] = [dirname(directory), join(top, 'open')];
      mkdirSync(open);
      renameSync(runtime, join(open, 'run'));
      symlinkSync(join(open, 'run'), runtime);
      lchownSync(runtime, USER, USER);
      chmodSync(open, 0o777);
    },
    /open can be changed by everybody$/,
  ],
};

for (const [where, change] of Object.entries({ ...SAFE, ...LINKED }))
  test(`an agent ${where} is used`, SKIP, async () => {
    assert.deepEqual(await withListener(change, byNode), { result: 'used', connections: 1 });
  });

for (const [where, [change, said]] of Object.entries(UNSAFE))
  test(`a program that listens ${where} gets no connection`, SKIP, async () => {
    const { result, connections } = await withListener(change, byNode);
    assert.match(result, said);
    assert.equal(connections, 0);
  });

for (const [where, change] of Object.entries(SAFE))
  test(`the first try uses an agent ${where}`, SKIP_PERL, async () => {
    assert.deepEqual(await withListener(change, byPerl), { result: 'used', connections: 1 });
  });

const FOR_NODE = {
  ...LINKED,
  ...Object.fromEntries(Object.entries(UNSAFE).map(([where, [change]]) => [where, change])),
};

for (const [where, change] of Object.entries(FOR_NODE))
  test(`the first try does not connect to anybody ${where}, and leaves it to Node`, SKIP_PERL, async () => {
    assert.deepEqual(await withListener(change, byPerl), { result: 'left to Node', connections: 0 });
  });
