import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createRepo, type GitRepo, type RunResult, run } from '../support/git-repo.js';
import { TestInstance } from '../support/instance.js';
import { signedCommit } from '../support/signed-commit.js';
import { PROGRAM } from '../support/waxseal.js';

// A new network without any address: its loopback interface is down.
const ALONE = ['unshare', '--net', '--'] as const;
const works = spawnSync(ALONE[0], [...ALONE.slice(1), 'true']).status === 0;
const SKIP = works ? {} : { skip: 'nobody here may make a network of their own (unshare --net)' };
const COMMIT = 'tree x\nauthor A <a@example.test> 1 +0000\ncommitter A <a@example.test> 1 +0000\n\nx\n';

let repo: GitRepo;
const instance = new TestInstance();

before(async () => {
  repo = await createRepo({
    env: {
      SIGSTORE_FULCIO_URL: 'http://localhost:5555',
      SIGSTORE_REKOR_URL: 'http://localhost:3000',
      SIGSTORE_OIDC_ISSUER: 'http://localhost:8080',
      WAXSEAL_TIMEOUT: '5',
    },
  });
  const path = join(repo.home, 'object');
  writeFileSync(path, signedCommit(instance).raw);
  await repo.git(['mktree']);
  await repo.git(['update-ref', 'HEAD', await repo.git(['hash-object', '-t', 'commit', '-w', path])]);
  const root = join(repo.home, 'trusted_root.json');
  writeFileSync(root, instance.trustJson);
  await repo.git(['config', '--global', 'waxseal.trustedRoot', root]);
  await repo.git(['config', '--global', 'gitsign.matchCommitter', 'false']);
  await repo.git(['config', '--global', 'waxseal.browser', 'true']);
});
after(() => repo.remove());

function alone(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<RunResult> {
  return run(ALONE[0], [...ALONE.slice(1), PROGRAM, ...args], {
    cwd: repo.dir,
    env: { ...repo.env, ...env },
    input: COMMIT,
  });
}

const SIGN = ['--status-fd=2', '-bsau', 'KEY'];
const claims = {
  iss: 'http://localhost:8080',
  aud: 'sigstore',
  email: 'a@example.test',
  email_verified: true,
  exp: 4_000_000_000,
};
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const TOKEN = `${encoded({ alg: 'RS256' })}.${encoded(claims)}.${encoded('signature')}`;
const WITHOUT_AGENT = { WAXSEAL_AGENT: 'off' };

function assertClear({ status, stdout, stderr }: RunResult, says: RegExp): void {
  assert.equal(status, 1, stdout + stderr);
  assert.equal(stdout, '');
  const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('[GNUPG:]'));
  assert.match(lines[0] ?? '', says);
  assert.match(lines[1] ?? '', /^hint: \S/);
  assert.equal(lines.length, 2, stderr);
}

for (const [how, env] of [
  ['without an agent', WITHOUT_AGENT],
  ['through the agent', {}],
] as const) {
  test(
    `with loopback down, a token and ${how}, signing says that Fulcio cannot be reached`,
    SKIP,
    async () => {
      const ended = await alone(SIGN, { ...env, SIGSTORE_ID_TOKEN: TOKEN });
      assertClear(ended, /^waxseal: Fulcio at http:\/\/localhost:5555\S*: the network cannot be reached$/);
    },
  );

  test(`with loopback down, signing in ${how} says that the issuer cannot be reached`, SKIP, async () => {
    const ended = await alone(SIGN, { ...env, DISPLAY: ':0' });
    assertClear(ended, /^waxseal: .*http:\/\/localhost:8080.*the network cannot be reached/);
  });
}

test('with loopback down, a commit is verified as always', SKIP, async () => {
  const { status, stdout, stderr } = await alone(['verify', '--any-signer', 'HEAD']);
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /^valid /m);
});

test('with loopback down, the status says that nobody is signed in', SKIP, async () => {
  const { status, stdout, stderr } = await alone(['status']);
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /^signed in +nobody$/m);
});
