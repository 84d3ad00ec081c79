import assert from 'node:assert/strict';
import { lchownSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { run } from '../support/git-repo.js';
import { TestInstance } from '../support/instance.js';
import { PROGRAM } from '../support/waxseal.js';
import { policyFor } from './hook/server.js';
import { type SignedRepo, signedRepo } from './policy/signed-repo.js';

const STRANGER = 65534;
const reason = process.getuid?.() === 0 ? undefined : 'only root can give a repository to another user';
const SKIP = reason === undefined ? {} : { skip: reason };

let repo: SignedRepo;

before(async () => {
  repo = await signedRepo(new TestInstance());
  await repo.commit('main', { files: policyFor(['alice']), signer: 'alice@example.test' });
  await repo.git(['checkout', '-q', 'main']);
  await repo.git(['config', 'waxseal.trustedRoot', 'root.json']);
  if (reason !== undefined) return;
  lchownSync(repo.dir, STRANGER, STRANGER);
  for (const name of readdirSync(repo.dir, { recursive: true }))
    lchownSync(join(repo.dir, String(name)), STRANGER, STRANGER);
});
after(() => repo.remove());

const COMMANDS: readonly (readonly string[])[] = [
  ['verify', 'HEAD'],
  ['verify', '--format', 'json', 'HEAD'],
  ['verify', '--all'],
  ['verify', '--stdin'],
  ['verify-tag', 'v1'],
  ['show', 'HEAD'],
  ['policy', 'check'],
  ['policy', 'init'],
  ['policy', 'explain', 'HEAD'],
  ['setup'],
  ['setup', '--remove'],
  ['hook', 'install', 'pre-push'],
  ['hook', 'remove', 'pre-push'],
  ['hook', 'run', 'pre-push', '--', 'origin', '/nowhere'],
  ['hook', 'run', 'pre-receive', '--'],
];

const [OLD, NEW] = ['0'.repeat(40), '1'.repeat(40)];
const PUSHED = `refs/heads/main ${NEW} refs/heads/main ${OLD}\n`;
const RECEIVED = `${OLD} ${NEW} refs/heads/main\n`;

for (const args of COMMANDS)
  test(
    `waxseal ${args.join(' ')}: a repository of another user is refused in git's own words, with its advice`,
    SKIP,
    async () => {
      const input = args.includes('pre-receive') ? RECEIVED : PUSHED;
      const { status, stdout, stderr } = await run(PROGRAM, args, { cwd: repo.dir, env: repo.env, input });
      assert.equal(status, 2, stdout + stderr);
      const said = stderr.replaceAll(repo.dir, 'DIRECTORY');
      assert.match(
        said,
        /^waxseal: git refuses to use this repository: detected dubious ownership in repository at 'DIRECTORY'\nhint: if you trust whoever owns it, run: git config --global --add safe\.directory DIRECTORY\n$/,
      );
    },
  );

test(
  'waxseal doctor shows what git says about a repository of another user, and how to allow it',
  SKIP,
  async () => {
    const { status, stdout } = await run(PROGRAM, ['doctor', '--offline'], { cwd: repo.dir, env: repo.env });
    assert.equal(status, 1);
    assert.match(
      stdout,
      /^FAIL +repository +git refuses to use this repository: detected dubious ownership /m,
    );
    assert.match(
      stdout,
      /fix: if you trust whoever owns it, run: git config --global --add safe\.directory /,
    );
  },
);

test('after git was told that the repository is safe, it can be verified', SKIP, async () => {
  const env = {
    ...repo.env,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: '*',
  };
  const { status, stdout, stderr } = await run(PROGRAM, ['verify', 'HEAD'], { cwd: repo.dir, env });
  assert.doesNotMatch(stderr, /refuses/);
  assert.notEqual(status, 2, stdout + stderr);
});

test('any other reason for which git does not use a repository is said in its words', async () => {
  const broken = await signedRepo(new TestInstance());
  try {
    await broken.git(['config', 'core.repositoryFormatVersion', '9']);
    const { status, stderr } = await broken.waxseal('verify', 'HEAD');
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^waxseal: git refuses to use this repository: Expected git repo version <= 1, found 9\n/,
    );
  } finally {
    broken.remove();
  }
});
