import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { run } from '../../support/git-repo.js';
import { type MeasuredRun, measured } from '../../support/measured.js';
import { PROGRAM } from '../../support/waxseal.js';
import { type SignedRepo, signedRepo } from '../policy/signed-repo.js';

let repo: SignedRepo;
beforeEach(async () => {
  repo = await signedRepo();
});
afterEach(() => repo.remove());

/** Node with this program takes about 100 MB and half a second. */
function isBounded({ cpuSeconds, megabytes }: MeasuredRun, what = ''): void {
  assert.ok(cpuSeconds < 30, `${what}: ${cpuSeconds} s`);
  assert.ok(megabytes < 300, `${what}: ${megabytes} MB`);
}

const WHO = 'A <a@b.test> 1790001000 +0000';

/** A chain of commits with messages of this many bytes. A small commit follows each. */
async function large(count: number, bytes: number): Promise<string> {
  const tree = await repo.git(['mktree'], {});
  const path = join(repo.home, 'object');
  let parent = '';
  for (let i = 0; i < count * 2; i++) {
    const head = `tree ${tree}\n${parent && `parent ${parent}\n`}author ${WHO}\ncommitter ${WHO}\n\n`;
    writeFileSync(path, `${head}${'x'.repeat(i % 2 === 0 ? bytes : 20)}${i}\n`);
    parent = await repo.git(['-c', 'core.compression=1', 'hash-object', '-t', 'commit', '-w', path]);
  }
  return parent;
}

test('a history of large commits needs bounded time, and memory for only a few of them, in a walk and in a hook', async () => {
  const tip = await large(50, 14 << 20);
  await repo.git(['update-ref', 'refs/heads/main', tip]);
  const at = { cwd: repo.dir, env: repo.env };
  const walk = await measured(PROGRAM, ['verify', '--all', '--any-signer'], at);
  assert.equal(walk.status, 1, walk.stderr);
  assert.match(walk.stdout, /100 objects: 100 unsigned/);
  const zero = '0'.repeat(tip.length);
  const input = `${zero} ${tip} refs/heads/new\n`;
  await repo.git(['update-ref', '-d', 'refs/heads/main']);
  const hook = await measured(PROGRAM, ['hook', 'run', 'pre-receive', '--any-signer'], { ...at, input });
  assert.equal(hook.status, 1, hook.stderr);
  assert.match(hook.stderr, /100 of 100 new objects do not hold/);
  for (const run of [walk, hook]) isBounded(run);
});

test('large commits that are named need memory for only a few of them: as arguments, on standard input, by a pattern, without git', async () => {
  const tip = await large(25, 14 << 20);
  await repo.git(['update-ref', 'refs/heads/main', tip]);
  const names = Array.from({ length: 50 }, (_, i) => `main~${i}`);
  const refs = names.map((name, i) => `update refs/heads/b/${i} ${tip}~${name.slice(5)}\n`);
  const ids = await repo.git(['rev-list', 'main']);
  const listed = await run('git', ['update-ref', '--stdin'], {
    cwd: repo.dir,
    env: repo.env,
    input: refs.join(''),
  });
  assert.equal(listed.status, 0, listed.stderr);
  const at = { cwd: repo.dir, env: repo.env };
  const bin = join(repo.home, 'bin');
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, 'node'));
  const noGit = { ...at, env: { ...at.env, PATH: bin } };
  for (const [what, args, place] of [
    ['arguments', names, at],
    ['standard input', ['--stdin'], { ...at, input: names.join('\n') }],
    ['ids on standard input', ['--stdin'], { ...at, input: ids }],
    ['a pattern', ['b/*'], at],
    ['a pattern without git', ['b/*'], noGit],
  ] as const) {
    const { status, stdout, stderr, megabytes } = await measured(
      PROGRAM,
      ['verify', '--any-signer', ...args],
      place,
    );
    assert.equal(status, 1, stderr);
    assert.match(stdout, /50 objects: 50 unsigned/, what);
    assert.ok(megabytes < 300, `${what}: ${megabytes} MB`);
  }
});

test('a pushed chain of large tags needs memory for only a few of them', async () => {
  const commit = await repo.commit('side', {});
  const path = join(repo.home, 'object');
  let [target, type] = [commit, 'commit'];
  for (let i = 0; i < 25; i++) {
    const name = i === 24 ? 'new' : `t${i}`;
    const head = `object ${target}\ntype ${type}\ntag ${name}\ntagger ${WHO}\n\n`;
    writeFileSync(path, `${head}${'x'.repeat(14 << 20)}\n`);
    target = await repo.git(['-c', 'core.compression=1', 'hash-object', '-t', 'tag', '-w', path]);
    type = 'tag';
  }
  const input = `${'0'.repeat(target.length)} ${target} refs/tags/new\n`;
  const { status, stderr, megabytes } = await measured(
    PROGRAM,
    ['hook', 'run', 'pre-receive', '--any-signer'],
    { cwd: repo.dir, env: repo.env, input },
  );
  assert.equal(status, 1, stderr);
  assert.match(stderr, /25 of 25 new objects do not hold/);
  assert.ok(megabytes < 300, `${megabytes} MB`);
});
