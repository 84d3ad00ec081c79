import assert from 'node:assert/strict';
import { type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { decodePemBundle } from '../../../core/encoding/index.js';
import { VERSION } from '../../../io/version.js';
import { FrameReader, frame, PROTOCOL } from '../../../signer/agent/protocol.js';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import { EMAIL, PROGRAM } from '../../support/waxseal.js';
import { type AgentRepo, asked, createAgentRepo, until, withAgentRepo } from './agent-repo.js';

let sandbox: Sandbox;

before(async () => {
  sandbox = await startSandbox({ signIn: { claims: { email: EMAIL } } });
});
after(() => sandbox.stop());

const withRepo = (use: (repo: AgentRepo, token: string) => Promise<void>) =>
  withAgentRepo(sandbox, EMAIL, use);

test('with waxseal.agent off, no agent is started', () =>
  withRepo(async (repo) => {
    await repo.commit('one', { WAXSEAL_AGENT: 'off' });
    await repo.git(['config', 'waxseal.agent', 'false']);
    await repo.commit('two');
    assert.equal(existsSync(repo.runDirectory), false);
    await repo.git(['config', 'waxseal.agent', 'true']);
    await repo.commit('three');
    await repo.git(['config', 'waxseal.agent', 'false']);
    const before = asked(sandbox).certificates;
    await repo.commit('four');
    assert.equal(asked(sandbox).certificates, before + 1, 'the running agent was not used');
  }));

test('no token is in the agent, its environment, its files, or any of its messages', () =>
  withRepo(async (repo, token) => {
    const debug = join(repo.home, 'debug.log');
    await repo.commit('one', {
      WAXSEAL_DEBUG: debug,
      SOME_TOKEN: 'other-secret-value',
      GITHUB_TOKEN: 'ghs_secret',
    });
    sandbox.faults.add({ server: 'rekor', action: { status: 400, body: 'no' } });
    const direct = await repo.waxseal(
      ['--status-fd=2', '-bsau', 'KEY'],
      { WAXSEAL_DEBUG: debug },
      Buffer.from('tree x\n'),
    );
    sandbox.faults.clear();
    assert.equal(direct.status, 1);
    const [pid] = repo.agents();
    assert.ok(pid);
    const shown = ['cmdline', 'environ'].map((name) => readFileSync(`/proc/${pid}/${name}`, 'latin1'));
    const said = await exchange(await repo.socket(), {
      type: 'status',
      protocol: PROTOCOL,
      program: VERSION,
    });
    const texts = [...shown, JSON.stringify(said), readFileSync(debug, 'latin1'), direct.stderr];
    for (const secret of [...token.split('.'), 'other-secret-value', 'ghs_secret'])
      for (const text of texts) assert.ok(!text.includes(secret));
    assert.doesNotMatch(JSON.stringify(said), /PRIVATE|"d":/);
    assert.match(readFileSync(`/proc/${pid}/limits`, 'latin1'), /^Max core file size +0 +0 /m);
    assert.equal(readlinkSync(`/proc/${pid}/cwd`), '/');
    for (const fd of ['0', '1', '2']) assert.equal(readlinkSync(`/proc/${pid}/fd/${fd}`), '/dev/null');
  }));

const HANGS_MS = 60_000;

test(
  'a caller that waits for the end of git’s pipes gets it while the agent lives on',
  { timeout: HANGS_MS },
  () =>
    withRepo(async (repo) => {
      const args = ['commit', '-q', '--allow-empty', '-m', 'one'];
      const stdio = Array.from({ length: 64 }, (_, fd) =>
        [1, 2, 3, 7, 9, 12, 40, 63].includes(fd) ? 'pipe' : 'ignore',
      );
      const git = spawn('git', args, { cwd: repo.dir, env: { ...repo.env }, stdio: stdio as StdioOptions });
      for (const stream of git.stdio) (stream as Readable | null)?.resume();
      const [status] = await once(git, 'close');
      assert.equal(status, 0);
      assert.equal(repo.agents().length, 1, 'the agent lives on');
    }),
);

test('the token is not in the memory of the agent', async (t) => {
  await withRepo(async (repo, token) => {
    await repo.commit('one');
    const [pid = 0] = repo.agents();
    const found = await memoryHolds(pid, token.split('.')[2] ?? '');
    if (found === undefined) t.skip('this system does not let us read the memory of our own processes');
    else assert.equal(found, false);
  });
});

async function memoryHolds(pid: number, text: string): Promise<boolean | undefined> {
  const script = `import re,sys
pid,text=sys.argv[1],sys.argv[2].encode()
mem=open(f'/proc/{pid}/mem','rb',0)
for line in open(f'/proc/{pid}/maps'):
    m=re.match(r'([0-9a-f]+)-([0-9a-f]+) rw',line)
    if not m or 'vvar' in line: continue
    a,b=int(m[1],16),int(m[2],16)
    try:
        mem.seek(a)
        if text in mem.read(b-a): print('found'); sys.exit()
    except OSError: pass
print('absent')`;
  const { stdout, status } = spawnSync('python3', ['-c', script, String(pid), text], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() === 'found' : undefined;
}

test('SIGUSR1 opens no debugger', () =>
  withRepo(async (repo) => {
    await repo.commit('one');
    const [pid = 0] = repo.agents();
    process.kill(pid, 'SIGUSR1');
    await repo.commit('two');
    assert.deepEqual(repo.agents(), [pid]);
    const sockets = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
    const listening = readFileSync(`/proc/${pid}/net/tcp`, 'latin1')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A');
    for (const fields of listening) assert.ok(!sockets.includes(`socket:[${fields[9]}]`));
  }));

test('the agent proves possession of its key only for an identity, only once, and accepts no certificate for another key', () =>
  withRepo(async (repo) => {
    await repo.commit('one');
    const socket = await repo.socket();
    const { GIT_CONFIG_GLOBAL = '', ...rest } = repo.env;
    const opening = {
      type: 'login',
      protocol: PROTOCOL,
      program: VERSION,
      surroundings: {
        cwd: repo.dir,
        env: { ...rest, GIT_CONFIG_GLOBAL, SIGSTORE_ID_TOKEN: '(not sent)' },
        terminal: false,
        debug: false,
      },
    };
    const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64');
    const attributes = Uint8Array.from([0x31, 0x69, 0x30, 0x18, 0x06, 0x09]);
    for (const subject of [attributes, 'a'.repeat(40), 'x'.repeat(257), '', 'two\nlines']) {
      const said = await exchange(socket, opening, { type: 'prove', subject: base64(subject) });
      assert.deepEqual(
        said.map(({ type }) => type),
        ['certify', 'failed'],
        String(subject),
      );
    }
    const [stolen = new Uint8Array()] = decodePemBundle(
      'CERTIFICATE',
      readFileSync(sandbox.files.fulcioChain, 'utf8'),
    );
    const said = await exchange(
      socket,
      opening,
      { type: 'prove', subject: base64(EMAIL) },
      { type: 'certificate', der: base64(stolen) },
    );
    assert.deepEqual(
      said.map(({ type }) => type),
      ['certify', 'proof', 'failed'],
    );
    assert.match(JSON.stringify(said.at(-1)), /the certificate is for another key/);
  }));

test('invalid data on the socket changes nothing', () =>
  withRepo(async (repo) => {
    await repo.commit('one');
    const socket = await repo.socket();
    for (const bytes of [
      Buffer.alloc(4, 255),
      Buffer.from([0, 0, 0, 1, 1]),
      frame({ type: 'status' } as never),
    ]) {
      await new Promise<void>((resolve) => {
        const client = connect(socket, () => client.write(bytes));
        client.on('data', () => client.destroy());
        client.on('error', () => undefined);
        client.on('close', () => resolve());
      });
    }
    await repo.commit('two');
    assert.equal(repo.agents().length, 1);
  }));

test('an agent of an older version is asked to end, and is replaced', () =>
  withRepo(async (repo) => {
    const socket = await repo.socket();
    mkdirSync(repo.runDirectory, { recursive: true, mode: 0o700 });
    let asksToEnd = 0;
    const old = createServer((client) => {
      const reader = new FrameReader();
      client.on('error', () => undefined);
      client.on('data', (chunk) => {
        for (const { type } of reader.push(chunk)) {
          if (type === 'end') {
            asksToEnd++;
            old.close(); // which removes its socket
            client.end(frame({ type: 'ending' }));
          } else client.end(frame({ type: 'other-version', protocol: PROTOCOL - 1, program: '0.0.1' }));
        }
      });
    });
    await new Promise<void>((resolve) => old.listen(socket, resolve));
    chmodSync(socket, 0o600);
    await repo.commit('one');
    assert.equal(asksToEnd, 1);
    assert.equal(repo.agents().length, 1);
  }));

test('logout ends the agent, and the next signature needs a certificate again', () =>
  withRepo(async (repo) => {
    await repo.commit('one');
    const ended = await repo.waxseal(['logout']);
    assert.match(ended.stdout, /^signed out/);
    const before = asked(sandbox).certificates;
    await repo.commit('two');
    assert.equal(asked(sandbox).certificates, before + 1);
  }));

test('logout ends whoever waits for a sign-in, and the agent with it', { timeout: HANGS_MS }, async () => {
  const repo = await createAgentRepo(sandbox);
  try {
    await repo.git(['config', '--global', 'waxseal.browser', 'true']); // nobody ever signs in
    const args = ['login'];
    const waiting = spawn(PROGRAM, args, { cwd: repo.dir, env: { ...repo.env, DISPLAY: ':0' } });
    let said = '';
    waiting.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    const ended = once(waiting, 'close');
    await until(() => /sign in/.test(said));
    assert.match((await repo.waxseal(['logout'])).stdout, /^signed out/);
    assert.deepEqual(await ended, [1, null]);
    assert.match(said, /^waxseal: signed out: nothing was signed$/m);
    await until(() => repo.agents().length === 0);
  } finally {
    await repo.end();
  }
});

test('another identity or instance gets its own session, never somebody else’s', () =>
  withRepo(async (repo) => {
    await repo.commit('one');
    const other = { SIGSTORE_ID_TOKEN: sandbox.mintToken({ email: 'other@example.test' }) };
    await repo.commit('two', other);
    assert.match(await repo.git(['log', '-1', '--format=%GS']), /^other@example\.test \[/);
    await repo.commit('three');
    assert.match(await repo.git(['log', '-1', '--format=%GS']), /^dev@example\.test \[/);
    const before = asked(sandbox).certificates;
    await repo.commit('four', { WAXSEAL_TIMESTAMP_SERVER_URL: `${sandbox.urls.tsa}/api/v1/timestamp` });
    assert.equal(asked(sandbox).certificates, before + 1);
    const sessions = JSON.parse((await repo.waxseal(['status', '--format', 'json'])).stdout).sessions;
    assert.deepEqual(sessions.map(({ subject }: { subject: string }) => subject).sort(), [
      EMAIL,
      EMAIL,
      'other@example.test',
    ]);
  }));

/** Sends the messages one by one, each after an answer to the previous one, and returns everything except `working`. */
function exchange(socket: string, ...messages: readonly object[]): Promise<{ type: string }[]> {
  return new Promise((resolve, reject) => {
    const reader = new FrameReader();
    const said: { type: string }[] = [];
    const rest = [...messages];
    const client = connect(socket);
    const next = () => {
      const message = rest.shift();
      if (message) client.write(frame(message as never));
    };
    client.on('connect', next);
    client.on('error', reject);
    client.on('data', (chunk) => {
      const fresh = reader.push(chunk).filter(({ type }) => type !== 'working');
      said.push(...fresh);
      if (fresh.length > 0) next();
    });
    client.on('close', () => resolve(said));
  });
}
