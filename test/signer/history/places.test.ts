import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { joinObject } from '../../../core/git/index.js';
import { historyRepo, outcomesIn, short } from '../../support/history.js';
import { TestInstance } from '../../support/instance.js';

const instance = new TestInstance();
const repo = historyRepo(instance);
after(() => repo.remove());

const base = repo.chain(3);
const side = repo.chain(2, base);
const unsigned = repo.commit('unsigned', { parents: [base] });
const tip = repo.commit('merge', { sign: {}, parents: [unsigned, side] });
repo.git('update-ref', 'refs/heads/main', tip);
repo.git('update-ref', 'refs/heads/side', side);
repo.git('tag', '-a', '-m', 'inner', 'v1', base);
repo.git('tag', '-a', '-m', 'outer', 'v2', 'v1');
repo.git('tag', 'light', side);

const clone = (name: string, ...args: string[]) => {
  const dir = join(repo.root, name);
  repo.at(repo.root, ['clone', '-q', ...args, `file://${repo.dir}`, dir]);
  return dir;
};
const verify = (cwd: string, ...args: string[]) => repo.waxseal(['verify', '--any-signer', ...args], {}, cwd);

test('bare repositories and linked work trees have the same verdicts as their repository', async () => {
  const bare = clone('bare', '--bare');
  const tree = join(repo.root, 'tree');
  repo.git('worktree', 'add', '-q', '--no-checkout', '--detach', tree, side);
  const whole = await verify(repo.dir, '--all');
  assert.equal((await verify(bare, '--all')).stdout, whole.stdout);
  assert.equal((await verify(tree, '--all')).stdout, whole.stdout);
  assert.match((await verify(tree)).stdout, new RegExp(`^valid {2}commit ${side} \\(HEAD\\)`));
});

test('a shallow clone says where its history ends', async () => {
  const { stdout, status } = await verify(clone('shallow', '--depth', '1'), '--max-count', '9');
  assert.equal(status, 0);
  assert.deepEqual(outcomesIn(stdout), [['valid', short(tip)]]);
  assert.match(stdout, new RegExp(`this clone is shallow: nothing before ${tip} was checked`));
});

test('nothing is fetched for a partial clone: a missing object stays missing', async () => {
  const dir = clone('partial', '--bare', '--filter=tree:0');
  repo.at(dir, ['config', 'remote.origin.promisor', 'true']);
  const missing = repo.commit('elsewhere', { sign: {} });
  const named = await verify(dir, missing);
  assert.equal(named.status, 2);
  assert.match(named.stderr, new RegExp(`there is no object ${missing}`));
  assert.equal((await verify(dir, 'main')).status, 0);
  const local = repo.at(dir, ['cat-file', '--batch-all-objects', '--batch-check=%(objectname)']);
  assert.ok(!local.includes(missing), 'it was not fetched');
});

test('a SHA-256 repository is verified by its own signature header', async () => {
  const dir = join(repo.root, 'sha256');
  repo.at(repo.root, ['init', '-q', '-b', 'main', '--object-format=sha256', dir]);
  const tree = repo.at(dir, ['mktree'], new Uint8Array());
  const who = `Dev <dev@example.test> ${instance.start + 3000} +0000`;
  const payload = new TextEncoder().encode(`tree ${tree}\nauthor ${who}\ncommitter ${who}\n\nLong ids\n`);
  const { armor } = instance.sign(payload);
  const raw = joinObject({ type: 'commit', payload, armor, format: 'sha256' });
  const id = repo.at(dir, ['hash-object', '-t', 'commit', '-w', '--stdin'], raw);
  repo.at(dir, ['update-ref', 'refs/heads/main', id]);
  const { status, stdout } = await verify(dir, '--all');
  assert.equal(status, 0);
  assert.deepEqual(outcomesIn(stdout), [['valid', short(id)]]);
});

test('without a git program the same command gives the same answers', async () => {
  const bin = join(repo.root, 'without-git');
  mkdirSync(bin);
  for (const [name, target] of [
    ['node', process.execPath],
    ['sh', '/bin/sh'],
  ] as const)
    symlinkSync(target, join(bin, name));
  const packed = clone('packed', '--mirror');
  repo.at(packed, ['gc', '-q']);
  const tree = join(repo.root, 'tree');
  for (const [cwd, args] of [
    [repo.dir, ['main', 'v1', 'v2', 'light', 'main~1', 'main^2', tip, tip.slice(0, 12), 'v2^{commit}']],
    [repo.dir, ['--all']],
    [repo.dir, ['side..main']],
    [repo.dir, ['main', '^side', '--no-merges']],
    [repo.dir, ['main', '--first-parent', '--max-count', '3']],
    [repo.dir, ['v*']],
    [packed, ['--all']],
    [tree, []],
    [join(repo.root, 'shallow'), ['--max-count', '9']],
  ] as const) {
    const asked = ['verify', '--any-signer', '--no-cache', ...args];
    const withGit = await repo.waxseal(asked, {}, cwd);
    const without = await repo.waxseal(asked, { PATH: bin }, cwd);
    assert.deepEqual(without, withGit, `${args.join(' ')} in ${cwd}`);
    assert.notEqual(withGit.status, 2, withGit.stderr);
  }
});

test('without git, the error names what only git can read', async () => {
  const bin = join(repo.root, 'without-git');
  for (const [cwd, args, why] of [
    [join(repo.root, 'sha256'), [], /sha256 object ids cannot be read without it/],
    [repo.dir, ['main...side'], /only git can find "main\.\.\.side"/],
    [repo.dir, ['--since', '1 week ago'], /only git can interpret dates/],
    [repo.dir, ['no-such'], /there is no object no-such/],
    [repo.root, [], /not a git repository/],
  ] as const) {
    const asked = ['verify', '--any-signer', ...args];
    const { status, stdout, stderr } = await repo.waxseal(asked, { PATH: bin }, cwd);
    assert.equal(status, 2, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, why);
  }
});

test('without git, and without a statement of who may sign, there is no answer, and not a weaker one', async () => {
  const bin = join(repo.root, 'without-git');
  const { status, stderr } = await repo.waxseal(['verify', 'side'], { PATH: bin });
  assert.equal(status, 2);
  assert.match(stderr, /only git can find the policy of the repository\nhint: /);
});

test('without git, the user’s own configuration is read as git reads it', async () => {
  const path = join(repo.root, 'config');
  writeFileSync(
    path,
    `[Waxseal "x"]\n\ta = 1\n; note\n[waxseal] trustedroot = "${repo.trustedRoot}" # here\n`,
  );
  const bin = join(repo.root, 'without-git');
  const ended = await repo.waxseal(['verify', '--any-signer', 'side'], {
    PATH: bin,
    GIT_CONFIG_GLOBAL: path,
  });
  assert.equal(ended.status, 0, ended.stderr);
});
