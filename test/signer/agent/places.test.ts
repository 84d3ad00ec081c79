import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, lstatSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import { EMAIL } from '../../support/waxseal.js';
import { type AgentRepo, withAgentRepo } from './agent-repo.js';

let sandbox: Sandbox;

before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

const withRepo = (use: (repo: AgentRepo) => Promise<void>) => withAgentRepo(sandbox, EMAIL, use);

test('the socket is only for its user', () =>
  withRepo(async (repo) => {
    await repo.commit('one');
    const socket = await repo.socket();
    assert.equal(lstatSync(repo.runDirectory).mode & 0o777, 0o700);
    assert.equal(lstatSync(socket).mode & 0o777, 0o600);
    assert.ok(lstatSync(socket).isSocket());
  }));

test('files that a dead agent left behind are replaced', () =>
  withRepo(async (repo) => {
    await repo.commit('one');
    await repo.kill();
    assert.ok(lstatSync(await repo.socket()).isSocket(), 'it is still there');
    await repo.commit('two');
    assert.equal(repo.agents().length, 1);
  }));

test('a lock whose holder is gone is broken', () =>
  withRepo(async (repo) => {
    const socket = await repo.socket();
    mkdirSync(repo.runDirectory, { recursive: true, mode: 0o700 });
    const gone = spawnSync('true').pid ?? 0;
    writeFileSync(socket.replace(/sock$/, 'lock'), String(gone));
    await repo.commit('one');
    assert.equal(repo.agents().length, 1);
  }));

const PLANTED: Readonly<Record<string, (socket: string, other: string) => void>> = {
  'a symbolic link to another socket': (socket, other) => symlinkSync(other, socket),
  'a file': (socket) => writeFileSync(socket, 'x'),
  'a socket of somebody else': (socket, other) => {
    renameSync(other, socket);
    chmodSync(socket, 0o600);
    chownSync(socket, 65534, 65534);
  },
  'a socket that the group can use': (socket, other) => {
    renameSync(other, socket);
    chmodSync(socket, 0o660);
  },
};

for (const [what, plant] of Object.entries(PLANTED))
  test(`${what} in the socket's place is never used, and replaced`, async (t) => {
    if (process.getuid?.() !== 0 && what.includes('somebody')) return t.skip('only root can give files away');
    await withRepo(async (repo) => {
      const socket = await repo.socket();
      mkdirSync(repo.runDirectory, { recursive: true, mode: 0o700 });
      const other = join(repo.home, 'other.sock');
      let used = 0;
      const server = createServer((client) => {
        used++;
        client.destroy();
      });
      await new Promise<void>((resolve) => server.listen(other, resolve));
      chmodSync(other, 0o600);
      plant(socket, other);
      await new Promise<void>((resolve, reject) => {
        const client = connect(what === 'a file' ? other : socket);
        client.resume();
        client.on('error', reject);
        client.on('close', () => resolve());
      });
      assert.equal(used, 1, 'somebody listens there');
      used = 0;
      await repo.commit('one');
      server.close();
      assert.equal(used, 0);
      assert.ok(lstatSync(socket).isSocket() && lstatSync(socket).uid === process.getuid?.());
    });
  });

const UNSAFE: Readonly<Record<string, (directory: string) => void>> = {
  'that others can enter': (directory) => chmodSync(directory, 0o755),
  'that the group can enter': (directory) => chmodSync(directory, 0o710),
  'that the group can list': (directory) => chmodSync(directory, 0o740),
  'whose parent is a link to a place below one that everybody can change': (directory) => {
    const open = join(directory, '..', '..', 'open');
    mkdirSync(join(open, 'below'), { recursive: true });
    renameSync(join(directory, '..'), join(open, 'below', 'waxseal'));
    symlinkSync(join(open, 'below', 'waxseal'), join(directory, '..'));
    chmodSync(open, 0o777);
  },
  'whose parent is a link in a place that everybody can change': (directory) => {
    const [runtime, open] = [join(directory, '..'), join(directory, '..', '..', 'open')];
    mkdirSync(open);
    renameSync(runtime, `${runtime}-real`);
    symlinkSync(`${runtime}-real`, join(open, 'link'));
    symlinkSync(join(open, 'link'), runtime);
    chmodSync(open, 0o777);
  },
  'below one of somebody else': (directory) => chownSync(join(directory, '..'), 65534, 65534),
  'that is a symbolic link': (directory) => {
    const real = `${directory}-real`;
    spawnSync('mv', [directory, real]);
    symlinkSync(real, directory);
  },
  'of somebody else': (directory) => chownSync(directory, 65534, 65534),
  'below one that everybody can change': (directory) => chmodSync(join(directory, '..'), 0o777),
};

for (const [what, change] of Object.entries(UNSAFE))
  test(`a directory ${what} is not used: the commit is signed without an agent, and status says why`, async (t) => {
    if (process.getuid?.() !== 0 && what.includes('somebody')) return t.skip('only root can give files away');
    await withRepo(async (repo) => {
      mkdirSync(repo.runDirectory, { recursive: true, mode: 0o700 });
      change(repo.runDirectory);
      await repo.commit('one');
      assert.deepEqual(repo.agents(), []);
      assert.match((await repo.waxseal(['status'])).stdout, /^agent {6}cannot be used: \S/m);
    });
  });

test('a path too long for a socket means no agent, but signatures still work', () =>
  withRepo(async (repo) => {
    const runtime = join(repo.home, 'x'.repeat(120));
    mkdirSync(runtime);
    await repo.commit('one', { XDG_RUNTIME_DIR: runtime });
    assert.deepEqual(repo.agents(), []);
    const status = await repo.waxseal(['status'], { XDG_RUNTIME_DIR: runtime });
    assert.match(status.stdout, /too long for a socket/);
  }));
