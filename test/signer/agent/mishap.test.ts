import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import { EMAIL, PROGRAM } from '../../support/waxseal.js';
import { type AgentRepo, asked, createAgentRepo, until } from './agent-repo.js';

let sandbox: Sandbox;

before(async () => {
  sandbox = await startSandbox({ signIn: { claims: { email: EMAIL } } });
});
after(() => sandbox.stop());

/** Listens in place of the agent, and disconnects the clients: the first few, or all. */
async function listenAndHangUp(repo: AgentRepo, times = Number.POSITIVE_INFINITY): Promise<() => number> {
  const socket = await repo.socket();
  mkdirSync(repo.runDirectory, { recursive: true, mode: 0o700 });
  let count = 0;
  const server = createServer((client) => {
    client.on('error', () => undefined);
    client.destroy();
    if (++count === times) server.close(); // which removes its socket
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  chmodSync(socket, 0o600);
  server.unref();
  return () => count;
}

test('an agent that is killed during a signature is replaced, and the commit is complete', async () => {
  const repo = await createAgentRepo(sandbox, { token: sandbox.mintToken({ email: EMAIL }) });
  try {
    await repo.commit('one');
    sandbox.faults.add({ server: 'rekor', path: /log\/entries/, action: 'hang', times: 1 });
    const requests = sandbox.requests.length;
    const committing = repo.commit('two');
    await until(() => sandbox.requests.length > requests);
    await Promise.all([repo.kill(), committing]);
    const verified = await repo.waxseal(['verify', '--any-signer', '--quiet', 'HEAD~1', 'HEAD']);
    assert.equal(verified.status, 0, verified.stderr);
  } finally {
    sandbox.faults.clear();
    await repo.end();
  }
});

test('if every agent dies during a signature, git stops with one line and nothing is written', async () => {
  const repo = await createAgentRepo(sandbox, { token: sandbox.mintToken({ email: EMAIL }) });
  try {
    await repo.commit('one');
    sandbox.faults.add({ server: 'rekor', path: /log\/entries/, action: 'hang' });
    const input = Buffer.from('tree x\n');
    let seen = sandbox.requests.length;
    const rekor = () => sandbox.requests.slice(seen).some(({ server }) => server === 'rekor');
    const signing = repo.waxseal(['--status-fd=2', '-bsau', 'KEY'], {}, input);
    for (let round = 0; round < 2; round++) {
      await until(rekor);
      seen = sandbox.requests.length;
      await repo.kill();
    }
    const ended = await signing;
    assert.equal(ended.status, 1, repo.log());
    assert.equal(ended.stdout, '');
    assert.match(
      ended.stderr,
      /^waxseal: the agent ended before the signature was complete; nothing was written$/m,
    );
    assert.doesNotMatch(ended.stderr, /SIG_CREATED/);
  } finally {
    sandbox.faults.clear();
    await repo.end();
  }
});

test('a dying agent accepts connections and loses them: then the next one is asked', async () => {
  const repo = await createAgentRepo(sandbox, { token: sandbox.mintToken({ email: EMAIL }) });
  try {
    const lost = await listenAndHangUp(repo, 3);
    await repo.commit('one');
    assert.equal(lost(), 3);
    assert.equal(repo.agents().length, 1);
  } finally {
    await repo.end();
  }
});

test('a program that listens in place of the agent and never answers is not used', async () => {
  const repo = await createAgentRepo(sandbox, { token: sandbox.mintToken({ email: EMAIL }) });
  try {
    const lost = await listenAndHangUp(repo);
    await repo.commit('one');
    assert.ok(lost() > 1);
    assert.deepEqual(repo.agents(), [], 'signed without one');
    const status = await repo.waxseal(['status']);
    assert.match(status.stdout, /^agent {6}not running/m, status.stderr);
  } finally {
    await repo.end();
  }
});

test('a sign-in is cancelled when the client that waits for it leaves', async () => {
  const repo = await createAgentRepo(sandbox);
  try {
    const idle = join(repo.home, 'idle.mjs');
    writeFileSync(idle, '');
    await repo.git(['config', '--global', 'waxseal.browser', `${process.execPath} ${idle}`]);
    const args = ['--status-fd=2', '-bsau', 'KEY'];
    const client = spawn(PROGRAM, args, { cwd: repo.dir, env: { ...repo.env }, detached: true });
    client.stdin.end('tree x\n');
    const said = once(client.stderr, 'data');
    assert.match(String((await said)[0]), /BEGIN_SIGNING|browser/);
    process.kill(-(client.pid ?? 0), 'SIGKILL');
    await once(client, 'close');
    // The agent can start the next sign-in at once: it does not wait for a user who has left.
    const browser = join(repo.home, 'browser.mjs');
    await repo.git(['config', '--global', 'waxseal.browser', `${process.execPath} ${browser}`]);
    const before = asked(sandbox);
    await repo.commit('one');
    assert.equal(asked(sandbox).logins, before.logins + 1);
  } finally {
    await repo.end();
  }
});

test('login signs in for later commits, and can be repeated with another account', async () => {
  const repo = await createAgentRepo(sandbox);
  try {
    const login = await repo.waxseal(['login']);
    assert.match(login.stdout, /^signed in as dev@example\.test \(http\S+\) until \d{4}-/, login.stderr);
    const before = asked(sandbox);
    await repo.commit('one');
    assert.deepEqual({ ...asked(sandbox), entries: 0 }, { ...before, entries: 0 });
    sandbox.signIn.claims = { email: 'second@example.test' };
    assert.match((await repo.waxseal(['login'])).stdout, /^signed in as second@/);
    await repo.commit('two');
    assert.match(await repo.git(['log', '-1', '--format=%GS']), /^second@example\.test \[/);
  } finally {
    sandbox.signIn.claims = { email: EMAIL };
    await repo.end();
  }
});

test('with matchCommitter, an identity that is not the committer’s signs and logs nothing, and the committer’s is used', async () => {
  const repo = await createAgentRepo(sandbox);
  try {
    await repo.waxseal(['login']);
    await repo.git(['config', 'waxseal.matchCommitter', 'true']);
    const before = asked(sandbox);
    await assert.rejects(repo.commit('one'), /failed to write commit object/);
    assert.equal(asked(sandbox).entries, before.entries, 'nothing was logged');
    await repo.git(['config', 'user.email', EMAIL]);
    const logins = asked(sandbox).logins;
    await repo.commit('two');
    assert.equal(asked(sandbox).logins, logins, 'the session of that identity was used');
  } finally {
    await repo.end();
  }
});
