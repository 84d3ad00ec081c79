import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.js';
import { run } from '../support/git-repo.js';
import { findPeer } from '../support/peers.js';
import type { Stack } from '../support/stack.js';
import { createWaxsealRepo, EMAIL, PROGRAM, type WaxsealRepo } from '../support/waxseal.js';

let sandbox: Sandbox;
let stack: Pick<Stack, 'env'>;

before(async () => {
  sandbox = await startSandbox();
  stack = { env: sandbox.env };
});
after(() => sandbox.stop());

async function withRepo(
  use: (repo: WaxsealRepo) => Promise<void>,
  options: { objectFormat?: 'sha256'; env?: Record<string, string> } = {},
): Promise<void> {
  const repo = await createWaxsealRepo({ stack, token: sandbox.mintToken({ email: EMAIL }), ...options });
  try {
    await use(repo);
  } finally {
    repo.remove();
  }
}

const ME = () => ['--certificate-identity', EMAIL, '--certificate-oidc-issuer', sandbox.urls.oidc];

async function assertVerified(repo: WaxsealRepo, names: readonly string[], more: readonly string[] = []) {
  const ended = await repo.waxseal(['verify', ...ME(), ...more, ...names]);
  assert.equal(ended.status, 0, ended.stdout + ended.stderr);
  assert.equal(ended.stdout.match(/^verified {2}/gm)?.length, names.length);
}

const FORMATS = [undefined, 'sha256'] as const;

for (const objectFormat of FORMATS) {
  const where = objectFormat ? 'a SHA-256 repository' : 'a repository';
  test(`commits, merges, amended commits and tags of ${where} are signed and verify`, () =>
    withRepo(
      async (repo) => {
        await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', 'first']);
        await repo.git(['checkout', '-q', '-b', 'topic']);
        await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', 'second']);
        await repo.git(['commit', '-q', '--allow-empty', '-S', '--amend', '-m', 'second, amended']);
        await repo.git(['checkout', '-q', 'main']);
        await repo.git(['merge', '-q', '--no-ff', '-S', '-m', 'merge', 'topic']);
        await repo.git(['tag', '-s', '-m', 'a tag', 'v1']);
        await assertVerified(repo, ['HEAD', 'HEAD^1', 'topic', 'v1']);
        const header = objectFormat
          ? /^gpgsig-sha256 -----BEGIN SIGNED MESSAGE-----$/m
          : /^gpgsig -----BEGIN/m;
        assert.match(await repo.git(['cat-file', 'commit', 'HEAD']), header);
        assert.equal(await repo.git(['log', '-1', '--format=%G? %GS']), `U ${EMAIL} [${sandbox.urls.oidc}]`);
        await repo.git(['verify-commit', 'HEAD']);
        await repo.git(['verify-tag', 'v1']);
        assert.match(
          (await repo.try(['log', '-1', '--show-signature'])).stdout,
          /waxseal: valid: every check passed/,
        );
      },
      objectFormat ? { objectFormat } : {},
    ));
}

test('a current git signs and verifies like the old one', async (t) => {
  const current = findPeer('git-current');
  if ('reason' in current) return t.skip(current.reason);
  const repo = await createWaxsealRepo({
    stack,
    token: sandbox.mintToken({ email: EMAIL }),
    git: current.found,
  });
  try {
    await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', 'first']);
    await repo.git(['tag', '-s', '-m', 'a tag', 'v1']);
    await repo.git(['tag', '-v', 'v1']);
    assert.equal(await repo.git(['log', '-1', '--format=%G? %GT']), 'U undefined');
    await assertVerified(repo, ['HEAD', 'v1']);
  } finally {
    repo.remove();
  }
});

test('signing in with the browser while git waits uses neither of git’s pipes', async () => {
  const repo = await createWaxsealRepo({ stack });
  try {
    const browser = join(repo.home, 'browser.mjs');
    // Like a browser that is redirected: fetch would say that a page asks, which is refused.
    const follow = `const follow = (url) => get(url, (answer) => {
      answer.resume();
      if (answer.headers.location) follow(new URL(answer.headers.location, url));
      else answer.on('end', () => process.exit());
    });`;
    writeFileSync(
      browser,
      `import { get } from 'node:http'; process.stdin.resume(); console.log('opened'); ${follow} follow(process.argv.at(-1));`,
    );
    await repo.git(['config', '--global', 'waxseal.browser', `${process.execPath} ${browser}`]);
    await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', 'signed in']);
    const ended = await repo.waxseal(['verify', '--any-signer', '--format', 'json']);
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    assert.match(await repo.git(['cat-file', 'commit', 'HEAD']), /^gpgsig -----BEGIN SIGNED MESSAGE-----$/m);
  } finally {
    repo.remove();
  }
});

test('a message without a final line break is signed unchanged', () =>
  withRepo(async (repo) => {
    const tree = await repo.git(['hash-object', '-t', 'tree', '-w', '/dev/null']);
    const input = Buffer.from('no line break at the end');
    const ended = await run('git', ['commit-tree', '-S', tree], { cwd: repo.dir, env: repo.env, input });
    assert.equal(ended.status, 0, ended.stderr);
    const raw = (await repo.try(['cat-file', 'commit', ended.stdout.trim()])).stdout;
    assert.ok(raw.endsWith('at the end'));
    await assertVerified(repo, [ended.stdout.trim()]);
  }));

test('a signed push is accepted as signed by the receiver', () =>
  withRepo(async (repo) => {
    const bare = join(repo.home, 'bare.git');
    await repo.git(['init', '-q', '--bare', bare]);
    for (const [key, value] of [
      ['receive.certNonceSeed', 'seed'],
      ['gpg.x509.program', PROGRAM],
    ] as const)
      await repo.git(['-C', bare, 'config', key, value]);
    const hook = join(bare, 'hooks', 'post-receive');
    const said = join(repo.home, 'push-cert');
    writeFileSync(hook, `#!/bin/sh\necho "$GIT_PUSH_CERT_STATUS $GIT_PUSH_CERT_SIGNER" > "${said}"\n`);
    chmodSync(hook, 0o755);
    await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', 'pushed']);
    await repo.git(['push', '-q', '--signed=true', bare, 'main']);
    assert.equal(readFileSync(said, 'utf8'), `G ${EMAIL} [${sandbox.urls.oidc}]\n`);
  }));

for (const objectFormat of FORMATS)
  test(`online mode logs the object id and embeds nothing (${objectFormat ?? 'sha1'})`, () =>
    withRepo(
      async (repo) => {
        await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', 'online']);
        await repo.git(['tag', '-s', '-m', 'online', 'v1']);
        const offline = await repo.waxseal(['verify', ...ME(), 'HEAD', 'v1']);
        assert.equal(offline.status, 1);
        assert.match(offline.stdout, /LOG_ENTRY_NOT_EMBEDDED/);
        assert.equal(await repo.git(['log', '-1', '--format=%G?']), 'E');
        await assertVerified(repo, ['HEAD', 'v1'], ['--online']);
        await repo.git(['config', '--global', 'waxseal.verifyOnline', 'true']);
        assert.equal(await repo.git(['log', '-1', '--format=%G?']), 'U');
      },
      { ...(objectFormat && { objectFormat }), env: { GITSIGN_REKOR_MODE: 'online' } },
    ));

test('a push certificate cannot be signed in online mode, and nothing is logged', () =>
  withRepo(
    async (repo) => {
      const entries = () =>
        sandbox.requests.filter(({ server, method }) => server === 'rekor' && method === 'POST');
      const before = entries().length;
      const ended = await repo.waxseal(
        ['--status-fd=2', '-bsau', 'KEY'],
        {},
        Buffer.from('certificate version 0.1\n'),
      );
      assert.equal(ended.status, 1);
      assert.match(ended.stderr, /online mode cannot sign a push certificate\nhint: /);
      assert.equal(entries().length, before);
    },
    { env: { GITSIGN_REKOR_MODE: 'online' } },
  ));

test('a timestamp is embedded if a timestamp authority is configured', () =>
  withRepo(
    async (repo) => {
      await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', 'stamped']);
      const ended = await repo.waxseal(['verify', '--format', 'json', ...ME()]);
      const [object] = JSON.parse(ended.stdout).objects;
      assert.equal(object.outcome, 'verified', ended.stdout);
      assert.ok(
        object.checks.some(
          (check: { name: string; outcome: string }) =>
            check.name === 'timestamp' && check.outcome === 'passed',
        ),
      );
    },
    { env: { GITSIGN_TIMESTAMP_SERVER_URL: sandbox.env['TSA_URL'] ?? '' } },
  ));

test('Rekor v2 signs with a timestamp and refuses to sign without one', () =>
  withRepo(
    async (repo) => {
      const without = await repo.try(['commit', '-q', '--allow-empty', '-S', '-m', 'v2']);
      assert.notEqual(without.status, 0);
      const stamped = { GITSIGN_TIMESTAMP_SERVER_URL: sandbox.env['TSA_URL'] ?? '' };
      await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', 'v2'], stamped);
      await assertVerified(repo, ['HEAD']);
    },
    { env: { GITSIGN_REKOR_VERSION: '2', GITSIGN_REKOR_URL: sandbox.urls.rekorV2 } },
  ));

test('status goes to the named descriptor, and standard output gets only the signature', () =>
  withRepo(async (repo) => {
    const status = join(repo.home, 'status');
    const script = `exec 7>"${status}"; exec "${PROGRAM}" --status-fd=7 -bsau KEY`;
    const input = Buffer.from('any payload at all');
    const ended = await run('sh', ['-c', script], { cwd: repo.dir, env: repo.env, input });
    assert.equal(ended.status, 0, ended.stderr);
    assert.match(ended.stdout, /^-----BEGIN SIGNED MESSAGE-----\n[\s\S]*-----END SIGNED MESSAGE-----\n$/);
    assert.match(
      readFileSync(status, 'utf8'),
      /^\[GNUPG:\] BEGIN_SIGNING\n\[GNUPG:\] SIG_CREATED D 19 9 00 \d+ [0-9a-f]{40}\n$/,
    );
  }));

for (const kind of ['workflow', 'username'] as const)
  test(`a ${kind} identity signs and is named`, async () => {
    const repo = await createWaxsealRepo({ stack, token: sandbox.mintToken({ kind }) });
    try {
      await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', kind]);
      const ended = await repo.waxseal(['verify', '--any-signer', '--format', 'json']);
      assert.equal(ended.status, 0, ended.stdout + ended.stderr);
      const [{ signer }] = JSON.parse(ended.stdout).objects;
      assert.equal(signer.subjectType, kind === 'workflow' ? 'uri' : 'otherName');
    } finally {
      repo.remove();
    }
  });

test('with matchCommitter only the committer may sign, wherever git found their name', () =>
  withRepo(async (repo) => {
    await repo.git(['config', 'gitsign.matchCommitter', 'true']);
    const entries = () =>
      sandbox.requests.filter(({ server, method }) => server === 'rekor' && method === 'POST');
    const before = entries().length;
    const commit = ['commit', '-q', '--allow-empty', '-S', '-m', 'mine'];
    const refused = await repo.try(commit);
    assert.notEqual(refused.status, 0);
    assert.equal(entries().length, before, 'nothing is logged');
    await repo.git(commit, { GIT_COMMITTER_EMAIL: EMAIL });
    await repo.git(['config', 'committer.email', EMAIL]);
    await repo.git(commit);
    await repo.git(['tag', '-s', '-m', 'mine', 'mine']);
    assert.notEqual((await repo.try(commit, { GIT_COMMITTER_EMAIL: 'other@example.test' })).status, 0);
  }));
