import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { historyRepo } from '../support/history.js';
import { TestInstance } from '../support/instance.js';

const repo = historyRepo(new TestInstance());
after(() => repo.remove());
const signed = repo.commit('signed', { sign: {} });
// Files in the repository that its author would like to be trusted.
copyFileSync(repo.trustedRoot, join(repo.dir, 'root.json'));
writeFileSync(join(repo.dir, 'list.yaml'), 'identities:\n  - {issuer: a, subject: b}\n');

const verify = (args: string[], env: Record<string, string> = {}, cwd = repo.dir) =>
  repo.waxseal(['verify', ...args, signed], env, cwd);

test('a file of the repository is not trusted just because a setting names it by a relative path', async () => {
  for (const [name, variable] of [
    ['waxseal.trustedRoot', 'WAXSEAL_TRUSTED_ROOT'],
    ['waxseal.policy', 'WAXSEAL_POLICY'],
    ['waxseal.x509Roots', 'WAXSEAL_X509_ROOTS'],
  ] as const) {
    const setting = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: name, GIT_CONFIG_VALUE_0: 'root.json' };
    for (const [env, named] of [
      [setting, name],
      [{ [variable]: 'root.json' }, `environment variable ${variable}`],
    ] as const) {
      const ended = await verify(['--any-signer'], env);
      assert.deepEqual([ended.status, ended.stdout], [2, ''], named);
      assert.ok(ended.stderr.startsWith(`waxseal: ${named}`), ended.stderr);
      assert.match(ended.stderr, /"root\.json" is not an absolute path or one that begins with ~\//);
    }
  }
});

test('a path in an option of the command is relative to the current directory', async () => {
  const below = join(repo.dir, 'below');
  mkdirSync(below);
  const root = await verify(['--any-signer', '--trusted-root', '../root.json'], {}, below);
  assert.deepEqual([root.status, root.stderr], [0, '']);
  writeFileSync(
    join(below, 'own.yaml'),
    'version: 1\nsigners: {a: {issuer: b, subject: c}}\nrules: [{signers: a}]\n',
  );
  const policy = await verify(['--policy', 'own.yaml'], {}, below);
  assert.deepEqual([policy.status, policy.stderr], [1, '']);
  assert.match(policy.stdout, /^policy: own\.yaml/);
});

test('a debug log with a relative path is not written into the repository', async () => {
  const ended = await verify(['--any-signer'], { WAXSEAL_DEBUG: 'debug.log' });
  assert.equal(ended.status, 2);
  assert.match(
    ended.stderr,
    /^waxseal: environment variable WAXSEAL_DEBUG: "debug\.log" is not an absolute path/,
  );
  assert.ok(!existsSync(join(repo.dir, 'debug.log')));
});
