import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { hookScript } from '../../../act/hook/install.js';
import { parseHookRequest } from '../../../signer/commands/hook/options.js';
import { parseUpdates } from '../../../signer/commands/hook/updates.js';
import { createRepo, type GitRepo, run } from '../../support/git-repo.js';
import { matchesGolden } from '../../support/golden.js';
import { PROGRAM } from '../../support/waxseal.js';

let repo: GitRepo;
beforeEach(async () => {
  repo = await createRepo();
});
afterEach(() => repo.remove());

const hook = (...args: string[]) => run(PROGRAM, ['hook', ...args], { cwd: repo.dir, env: repo.env });
const path = (name = 'pre-push') => join(repo.dir, '.git', 'hooks', name);
const A = 'a'.repeat(40);
const ZERO = '0'.repeat(40);

test('the hook is a small script that starts the program in its place', () => {
  matchesGolden(
    'signer/hook.sh',
    hookScript('pre-push', "/opt/it's here/waxseal", ['--policy', '/etc/p$x.yaml']),
  );
});

test('it is installed as executable, installed again silently, and removed', async () => {
  for (let time = 0; time < 2; time++) {
    const ended = await hook('install', 'pre-push');
    assert.equal(ended.status, 0, ended.stderr);
    assert.equal(ended.stdout, `installed ${path()}\nundo with: waxseal hook remove pre-push\n`);
  }
  assert.equal(statSync(path()).mode & 0o111, 0o111);
  assert.match(readFileSync(path(), 'utf8'), new RegExp(`^exec '${PROGRAM}' `, 'm'));
  assert.equal((await hook('remove', 'pre-push')).status, 0);
  assert.ok(!existsSync(path()));
});

test('somebody else’s hook stays; --force keeps it next to ours, and remove restores it', async () => {
  mkdirSync(join(repo.dir, '.git', 'hooks'), { recursive: true });
  writeFileSync(path(), '#!/bin/sh\nexit 7\n');
  const ended = await hook('install', 'pre-push');
  assert.equal(ended.status, 2);
  assert.match(ended.stderr, /^waxseal: there is a pre-push hook already: .*\nhint: .*--force.*\n$/);
  assert.equal((await hook('remove', 'pre-push')).status, 2);
  assert.equal((await hook('install', 'pre-push', '--force')).status, 0);
  assert.equal((await hook('install', 'pre-push', '--force')).status, 0);
  assert.match(readFileSync(path(), 'utf8'), /waxseal/);
  assert.equal((await hook('remove', 'pre-push')).status, 0);
  assert.equal(readFileSync(path(), 'utf8'), '#!/bin/sh\nexit 7\n');
});

test('outside a repository, the error says so', async () => {
  const ended = await run(PROGRAM, ['hook', 'install', 'pre-push'], { cwd: repo.home, env: repo.env });
  assert.equal(ended.status, 2);
  assert.match(ended.stderr, /^waxseal: this is not a git repository/);
});

test('if husky manages the hooks, nothing is written, and the line for husky’s own hook is shown', async () => {
  const hooks = join(repo.dir, '.husky', '_');
  mkdirSync(hooks, { recursive: true });
  writeFileSync(join(hooks, 'h'), '');
  await repo.git(['config', 'core.hooksPath', '.husky/_']);
  const ended = await hook('install', 'pre-push', '--force', '--', '--policy', '/my p.yaml');
  assert.equal(ended.status, 2);
  assert.ok(!existsSync(join(hooks, 'pre-push')));
  assert.match(ended.stderr, /husky looks after the hooks in .*\.husky\/_\n/);
  const line = `waxseal hook run pre-push --policy '/my p.yaml' -- "$@"`;
  assert.ok(ended.stderr.endsWith(`add this line to ${join(repo.dir, '.husky', 'pre-push')}: ${line}\n`));
});

test('nothing is written through a symbolic link', async () => {
  mkdirSync(join(repo.dir, '.git', 'hooks'), { recursive: true });
  const target = join(repo.home, 'precious');
  writeFileSync(target, 'precious');
  symlinkSync(target, path());
  assert.equal((await hook('install', 'pre-push')).status, 2);
  assert.equal((await hook('install', 'pre-push', '--force')).status, 0);
  assert.equal(readFileSync(target, 'utf8'), 'precious');
});

test('core.hooksPath decides where hooks are', async () => {
  await repo.git(['config', 'core.hooksPath', 'tools/hooks']);
  assert.equal((await hook('install', 'pre-push')).status, 0);
  assert.ok(existsSync(join(repo.dir, 'tools', 'hooks', 'pre-push')));
  assert.ok(!existsSync(path()));
});

test('an impossible request is an error before anything is written', async () => {
  for (const args of [
    [],
    ['install'],
    ['install', 'post-commit'],
    ['install', 'pre-push', 'extra'],
    ['install', 'pre-push', '--', '--policy', 'relative.yaml'],
    ['install', 'pre-push', '--', '--format', 'json'],
    ['install', 'pre-push', '--', '--branch', 'main'],
    ['install', 'pre-push', '--', 'HEAD'],
    ['install', 'pre-push', '--', '--all'],
    ['remove', 'pre-push', 'extra'],
  ]) {
    assert.throws(() => parseHookRequest(args), { code: 'USAGE' }, args.join(' '));
    assert.equal((await hook(...args)).status, 2);
  }
  assert.ok(!existsSync(path()));
});

test('git’s lines are understood: new, changed and deleted refs, and sources with spaces', () => {
  const B = 'b'.repeat(64);
  assert.deepEqual(
    parseUpdates(
      'pre-push',
      ['origin', 'url'],
      `HEAD@{1 day ago} ${A} refs/heads/x ${ZERO}\n(delete) ${ZERO} refs/tags/t ${A}\n`,
    ),
    [
      { ref: 'refs/heads/x', to: A },
      { ref: 'refs/tags/t', from: A },
    ],
  );
  assert.deepEqual(parseUpdates('pre-receive', [], `${B} ${B} refs/heads/x\n`), [
    { ref: 'refs/heads/x', from: B, to: B },
  ]);
  assert.deepEqual(parseUpdates('update', ['refs/heads/x', A, ZERO], ''), [{ ref: 'refs/heads/x', from: A }]);
  assert.deepEqual(parseUpdates('pre-receive', [], ''.padEnd(0)).length, 0);
});

test('a line that is not understood refuses the push', async () => {
  for (const [kind, args, input] of [
    ['pre-receive', [], `${A} ${A} refs/heads/x`],
    ['pre-receive', [], `${A} ${A} heads/x\n`],
    ['pre-receive', [], `${A} ${A.slice(1)} refs/heads/x\n`],
    ['pre-receive', [], `${A} ${A} refs/heads/x\n\n`],
    ['pre-push', [], `x ${A} refs/heads/x\n`],
    ['update', ['refs/heads/x', A], ''],
    ['update', ['refs/heads/x', A, A, 'more'], ''],
  ] as const) {
    assert.throws(() => parseUpdates(kind, args, input), { code: 'HOOK_INPUT_MALFORMED' });
    const all = ['hook', 'run', kind, '--', ...args];
    const ended = await run(PROGRAM, all, { cwd: repo.dir, env: repo.env, input });
    assert.equal(ended.status, 2);
    assert.match(ended.stderr, /^waxseal: this is not the input that git gives/);
  }
});
