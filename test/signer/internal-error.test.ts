import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createRepo, type GitRepo, run } from '../support/git-repo.js';
import { TestInstance } from '../support/instance.js';
import { signedCommit } from '../support/signed-commit.js';
import { PROGRAM } from '../support/waxseal.js';

// Ways in which the program can fail in the middle of a verdict, caused from outside.
const BREAKDOWNS = {
  'a function that throws':
    'const c = require("node:crypto"); c.hash = c.createHash = () => { throw new TypeError("boom"); };',
  'a promise nobody waits for': 'setImmediate(() => Promise.reject(new TypeError("boom")));',
  'an error in a callback': 'process.nextTick(() => { throw new TypeError("boom"); });',
  'no memory left':
    'const c = require("node:crypto"); c.verify = () => { throw new RangeError("boom"); }; c.createPublicKey = c.verify;',
};

const instance = new TestInstance();
let repo: GitRepo;

before(async () => {
  repo = await createRepo();
  const path = join(repo.home, 'object');
  writeFileSync(path, signedCommit(instance).raw);
  await repo.git(['mktree']);
  const id = await repo.git(['hash-object', '-t', 'commit', '-w', path]);
  await repo.git(['update-ref', 'HEAD', id]);
  const root = join(repo.home, 'trusted_root.json');
  writeFileSync(root, instance.trustJson);
  await repo.git(['config', '--global', 'waxseal.trustedRoot', root]);
  await repo.git(['config', 'gpg.x509.program', PROGRAM]);
});
after(() => repo?.remove());

test('CVE-2026-44310: an internal failure is never exit status 0, nor a good signature for git', async () => {
  const sound = ['verify', '--any-signer', '--no-cache', 'HEAD'];
  const whole = await run(PROGRAM, sound, { cwd: repo.dir, env: repo.env });
  assert.equal(whole.status, 0, whole.stdout + whole.stderr);
  await repo.git(['verify-commit', 'HEAD']);
  for (const [what, code] of Object.entries(BREAKDOWNS)) {
    const path = join(repo.home, 'break.cjs');
    writeFileSync(path, code);
    const env = { ...repo.env, NODE_OPTIONS: `--require=${path}` };
    const verify = await run(PROGRAM, sound, { cwd: repo.dir, env });
    assert.notEqual(verify.status, 0, what);
    assert.doesNotMatch(verify.stdout, /^(verified|valid) /m, what);
    // git's verify decides without ever waiting, so no promise can be rejected unnoticed before it has answered.
    if (what === 'a promise nobody waits for') continue;
    const commit = await repo.try(['verify-commit', '--raw', 'HEAD'], env);
    assert.notEqual(commit.status, 0, what);
    assert.doesNotMatch(commit.stderr, /GOODSIG|TRUST_(FULLY|ULTIMATE)/, what);
  }
});

test('an unexpected error gives no answer: exit status 2, one line, and no verdict', async () => {
  const path = join(repo.home, 'break.cjs');
  writeFileSync(path, BREAKDOWNS['a function that throws']);
  const env = { ...repo.env, NODE_OPTIONS: `--require=${path}` };
  const ended = await run(PROGRAM, ['verify', '--no-cache', 'HEAD'], { cwd: repo.dir, env });
  assert.equal(ended.status, 2);
  assert.match(ended.stderr, /^waxseal: internal error: boom\nhint: /);
});
