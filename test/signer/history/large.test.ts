import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { measured } from '../../support/measured.js';
import { PROGRAM } from '../../support/waxseal.js';
import { type SignedRepo, signedRepo } from '../policy/signed-repo.js';

let repo: SignedRepo;
beforeEach(async () => {
  repo = await signedRepo();
});
afterEach(() => repo.remove());

const WHO = 'A <a@b.test> 1790001000 +0000';

/** A chain of commits with messages of so many bytes, each followed by a small one. */
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

test('a history of large commits takes the memory of some of them, in a walk and in a hook', async () => {
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
  for (const { megabytes } of [walk, hook]) assert.ok(megabytes < 300, `${megabytes} MB`);
});
