import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.js';
import { createRepo, type GitRepo, run } from '../support/git-repo.js';
import { EMAIL, PROGRAM } from '../support/waxseal.js';

let sandbox: Sandbox;

before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

interface Place extends GitRepo {
  waxseal(...args: string[]): Promise<{ status: number | null; stdout: string; stderr: string }>;
  setup(...args: string[]): Promise<string>;
  readonly policy: string;
  /** The file with the wish to record an identity. */
  readonly wish: string;
  config(): string;
}

async function withPlace(
  use: (place: Place) => Promise<void>,
  env: Record<string, string> = {},
): Promise<void> {
  const repo = await createRepo({ env });
  const waxseal = (...args: string[]) => run(PROGRAM, args, { cwd: repo.dir, env: repo.env });
  const setup = async (...args: string[]) => {
    const ended = await waxseal('setup', ...args);
    assert.equal(ended.status, 0, ended.stderr);
    return ended.stdout;
  };
  const config = () => readFileSync(join(repo.dir, '.git', 'config'), 'utf8');
  const policy = join(repo.home, '.config', 'waxseal', 'policy.yaml');
  const wish = join(repo.home, '.config', 'waxseal', 'record-identity.json');
  try {
    await use({ ...repo, waxseal, setup, policy, wish, config });
  } finally {
    repo.remove();
  }
}

test('setup configures this repository, says what it did, and remove leaves no trace', () =>
  withPlace(async (place) => {
    const before = place.config();
    const said = await place.setup('--sign-all');
    assert.match(said, /^set {3}gpg\.format = x509$/m);
    assert.match(said, new RegExp(`^set {3}gpg\\.x509\\.program = ${PROGRAM}$`, 'm'));
    assert.match(said, /^set {3}commit\.gpgSign = true$/m);
    assert.equal(await place.git(['config', '--get', 'gpg.x509.program']), PROGRAM);
    assert.equal(existsSync(join(place.home, '.gitconfig')), false, 'nothing outside the repository');
    const undone = await place.setup('--remove');
    assert.match(undone, /^removed {2}gpg\.format$/m);
    assert.equal(place.config(), before);
  }));

test('the previous configuration is restored exactly, even if setup ran twice', () =>
  withPlace(async (place) => {
    for (const [key, value] of [
      ['gpg.format', 'ssh'],
      ['commit.gpgSign', 'false'],
      ['gpg.x509.program', 'gitsign'],
    ] as const)
      await place.git(['config', key, value]);
    await place.git(['config', '--add', 'gpg.x509.program', 'a "second" one\nof two lines']);
    const keys = ['-z', '--get-regexp', '^(gpg|commit|tag|waxseal)\\.'];
    const before = await place.git(['config', '--local', ...keys]);
    await place.setup();
    await place.setup('--sign-all');
    assert.equal(await place.git(['config', '--get-all', 'gpg.format']), 'x509');
    const undone = await place.setup('--remove');
    assert.match(undone, /^restored gpg\.format = ssh$/m);
    assert.equal(await place.git(['config', '--local', ...keys]), before);
    assert.match(await place.setup('--remove'), /nothing to undo/);
  }));

test('a setting without a value, which git reads as true, is true again after remove', () =>
  withPlace(async (place) => {
    const file = join(place.dir, '.git', 'config');
    writeFileSync(file, `${place.config()}[commit]\n\tgpgSign\n[tag]\n\tgpgSign =\n`);
    const effective = () =>
      Promise.all(['commit.gpgSign', 'tag.gpgSign'].map((key) => place.git(['config', '--type=bool', key])));
    assert.deepEqual(await effective(), ['true', 'false']);
    await place.setup('--sign-all');
    await place.setup('--remove');
    assert.deepEqual(await effective(), ['true', 'false']);
  }));

test('what is put back is said without control characters and without passwords', () =>
  withPlace(async (place) => {
    await place.git(['config', 'gpg.x509.program', 'a\u001b[2Jb https://me:hunter2@h.test/']);
    await place.setup();
    const undone = await place.setup('--remove');
    assert.doesNotMatch(undone, /[\u001b]|hunter2/);
    assert.match(undone, /^restored gpg\.x509\.program = a\\x1b\[2Jb https:\/\/<redacted>@h\.test\/$/m);
    assert.match(await place.git(['config', 'gpg.x509.program']), /hunter2/, 'it is put back as it was');
  }));

test('remove does not touch what the user has changed since', () =>
  withPlace(async (place) => {
    await place.setup();
    await place.git(['config', 'gpg.format', 'openpgp']);
    assert.match(await place.setup('--remove'), /^kept {5}gpg\.format: it was changed since$/m);
    assert.equal(await place.git(['config', 'gpg.format']), 'openpgp');
    assert.equal((await place.try(['config', 'gpg.x509.program'])).status, 1);
  }));

test('global setup is for every repository, and names settings that override it', () =>
  withPlace(async (place) => {
    await place.git(['config', 'gpg.format', 'ssh']);
    const said = await place.setup('--global');
    assert.match(said, /^note {2}gpg\.format is ssh here: the local configuration wins$/m);
    assert.equal(await place.git(['config', '--global', 'gpg.format']), 'x509');
    await place.setup('--remove', '--global');
    assert.equal(readFileSync(join(place.home, '.gitconfig'), 'utf8'), '');
  }));

test('outside a repository setup asks for --global', () =>
  withPlace(async (place) => {
    const ended = await run(PROGRAM, ['setup'], { cwd: place.home, env: place.env });
    assert.equal(ended.status, 2);
    assert.match(ended.stderr, /no repository here.*\nhint: add --global/);
  }));

test('the named identity is trusted, once', () =>
  withPlace(async (place) => {
    const me = ['--identity', EMAIL, '--issuer', 'https://issuer.example'];
    await place.setup(...me);
    const policy = readFileSync(place.policy, 'utf8');
    assert.match(
      policy,
      /^# .*\n\nidentities:\n {2}- issuer: https:\/\/issuer\.example\n {4}subject: dev@example\.test\n$/,
    );
    assert.match(await place.setup(...me), /already listed/);
    assert.equal(readFileSync(place.policy, 'utf8'), policy);
    assert.equal((await place.waxseal('setup', '--identity', EMAIL)).status, 2);
  }));

test('a policy that cannot be read is not overwritten', () =>
  withPlace(async (place) => {
    await place.setup('--identity', EMAIL, '--issuer', 'https://issuer.example');
    writeFileSync(place.policy, 'identities: [\n');
    const ended = await place.waxseal('setup', '--identity', EMAIL, '--issuer', 'https://issuer.example');
    assert.equal(ended.status, 2);
    assert.match(ended.stderr, /policy\.yaml:\d+:\d+: /);
    assert.equal(readFileSync(place.policy, 'utf8'), 'identities: [\n');
  }));

test('if a list cannot be written, the error names it and says what to do', () =>
  withPlace(async (place) => {
    mkdirSync(join(place.home, '.config'), { recursive: true });
    writeFileSync(join(place.home, '.config', 'waxseal'), '');
    const ended = await place.waxseal('setup', '--identity', EMAIL, '--issuer', 'https://issuer.example');
    assert.equal(ended.status, 2);
    assert.match(
      ended.stderr,
      /^waxseal: .*policy\.yaml cannot be written \(E\w+\): (.*) is not a directory\nhint: move the file \1 away/m,
    );
  }));

function trustConfig(): string {
  const trustedRoot = JSON.parse(readFileSync(sandbox.trustedRootPath, 'utf8'));
  const signingConfig = JSON.parse(readFileSync(sandbox.signingConfigPath, 'utf8'));
  const mediaType = 'application/vnd.dev.sigstore.clienttrustconfig.v0.1+json';
  return JSON.stringify({ mediaType, trustedRoot, signingConfig });
}

for (const scope of [[], ['--global']])
  test(`one command sets up a self-hosted Sigstore (${scope[0] ?? 'this repository'}), and one's own commits are verified`, () =>
    withPlace(async (place) => {
      const file = join(place.home, 'instance.json');
      writeFileSync(file, trustConfig());
      const said = await place.setup(...scope, '--instance', file);
      assert.match(said, /first signature/);
      const token = { SIGSTORE_ID_TOKEN: sandbox.mintToken({ email: EMAIL }) };
      await place.git(['config', 'user.email', EMAIL]);
      assert.equal(existsSync(place.wish), true);
      await place.git(['commit', '-q', '--allow-empty', '-S', '-m', 'mine'], token);
      assert.match(readFileSync(place.policy, 'utf8'), /subject: dev@example\.test/);
      assert.equal(existsSync(place.wish), false, 'wished for once');
      assert.equal(await place.git(['log', '-1', '--format=%G? %GT']), 'G fully');
      assert.equal((await place.waxseal('verify')).status, 0);
      const email = 'other@example.test';
      const other = { SIGSTORE_ID_TOKEN: sandbox.mintToken({ email }), GIT_COMMITTER_EMAIL: email };
      await place.git(['commit', '-q', '--allow-empty', '-S', '-m', 'theirs'], other);
      assert.equal(await place.git(['log', '-1', '--format=%G?']), 'U');
      assert.equal((await place.waxseal('verify')).status, 1);
      await place.setup(...scope, '--remove');
      const left = await place.try(['config', '--get-regexp', '^(waxseal|gpg)\\.']);
      assert.equal(left.stdout, '');
    }));

test('if a token is available, its identity is trusted at once', () =>
  withPlace(
    async (place) => {
      await place.git(['config', 'user.email', EMAIL]);
      const said = await place.setup('--instance', sandbox.trustedRootPath);
      assert.match(said, /^trust dev@example\.test \(.*\): recorded in /m);
      await place.git(['commit', '-q', '--allow-empty', '-S', '-m', 'mine']);
      assert.equal(await place.git(['log', '-1', '--format=%G?']), 'G');
    },
    { SIGSTORE_ID_TOKEN: sandbox.mintToken({ email: EMAIL }) },
  ));

test('an invalid instance is refused, and nothing is set', () =>
  withPlace(async (place) => {
    const file = join(place.home, 'instance.json');
    const before = place.config();
    for (const text of [
      '',
      '{}',
      '[]',
      '{"trustedRoot":{},"signingConfig":{}}',
      '{"certificateAuthorities":1}',
    ]) {
      writeFileSync(file, text);
      const ended = await place.waxseal('setup', '--instance', file);
      assert.equal(ended.status, 2, text);
      assert.match(ended.stderr, /^waxseal: the instance cannot be used: .*\nhint: give a Sigstore/, text);
    }
    assert.equal((await place.waxseal('setup', '--instance', `${file}.missing`)).status, 2);
    assert.equal(place.config(), before);
  }));
