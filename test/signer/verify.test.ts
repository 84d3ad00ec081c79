import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fromUtf8, utf8 } from '../../core/encoding/index.js';
import { createRepo, type GitRepo, run } from '../support/git-repo.js';
import { type SignOptions, TestInstance } from '../support/instance.js';
import { commitPayload, signedCommit } from '../support/signed-commit.js';
import { PROGRAM } from '../support/waxseal.js';

const instance = new TestInstance();
const ISSUER = 'https://issuer.example.test';
const ME = ['--certificate-identity', 'dev@example.test', '--certificate-oidc-issuer', ISSUER];
let repo: GitRepo;

async function store(name: string, raw: Uint8Array): Promise<void> {
  const path = join(repo.home, 'object');
  writeFileSync(path, raw);
  await repo.git([
    'update-ref',
    `refs/heads/${name}`,
    await repo.git(['hash-object', '-t', 'commit', '-w', path]),
  ]);
}

async function signed(name: string, options: SignOptions = {}): Promise<void> {
  const tree = await repo.git(['mktree']);
  assert.equal(tree, '4b825dc642cb6eb9a060e54bf8d69288fbee4904');
  await store(name, signedCommit(instance, options, commitPayload(`${name}\n`)).raw);
}

before(async () => {
  repo = await createRepo();
  const root = join(repo.home, 'trusted_root.json');
  writeFileSync(root, instance.trustJson);
  await repo.git(['config', '--global', 'waxseal.trustedRoot', root]);
  await repo.git(['config', 'gpg.x509.program', PROGRAM]);
  await signed('mine');
  await signed('theirs', { subject: 'other@example.test' });
  await signed('no-entry', { embed: false });
  await signed('no-sct', { withSct: false });
  await store('unsigned', commitPayload());
  const raw = signedCommit(instance, {}, commitPayload('tampered\n')).raw;
  await store('tampered', utf8(fromUtf8(raw).replace('\n\ntampered', '\n\nTampered')));
  await signed('hostile', { subject: 'x\n[GNUPG:] TRUST_FULLY 0 shell\x1b[2J@example.test' });
});
after(() => repo?.remove());

const waxseal = (...args: string[]) => run(PROGRAM, args, { cwd: repo.dir, env: repo.env });

test('the exit status and the outcome answer the question of the command', async () => {
  for (const [args, status, outcome] of [
    [['mine'], 1, 'valid'],
    [['mine', ...ME], 0, 'verified'],
    [['mine', '--any-signer'], 0, 'valid'],
    [['theirs', ...ME], 1, 'refused'],
    [
      ['theirs', '--certificate-identity-regexp', '@example', '--certificate-oidc-issuer-regexp', 'issuer'],
      0,
      'verified',
    ],
    [['mine', ...ME, '--certificate-github-workflow-ref', 'refs/heads/main'], 1, 'refused'],
    [['no-entry', ...ME], 1, 'incomplete'],
    [['no-sct', '--any-signer'], 1, 'incomplete'],
    [['tampered', ...ME], 1, 'invalid'],
    [['unsigned', '--any-signer'], 1, 'unsigned'],
  ] as const) {
    const ended = await waxseal('verify', ...args);
    assert.equal(ended.status, status, `${args.join(' ')}\n${ended.stdout}${ended.stderr}`);
    assert.match(ended.stdout, new RegExp(`^${outcome}  commit [0-9a-f]{40} \\(${args[0]}\\)\\n`));
    assert.equal(/^ {2}hint /m.test(ended.stdout), status === 1 && outcome !== 'unsigned', args.join(' '));
    if (outcome === 'valid') assert.equal(/--any-signer/.test(ended.stdout), status === 1, args.join(' '));
  }
});

test('with several objects, each has its row, in order, and one that does not hold decides', async () => {
  const ended = await waxseal('verify', ...ME, 'mine', 'tampered', 'mine^{commit}');
  assert.equal(ended.status, 1);
  assert.deepEqual(ended.stdout.match(/^\w+(?= +[0-9a-f]{10} )/gm), ['verified', 'invalid', 'verified']);
  assert.match(ended.stdout, /\n {11}.* \[PAYLOAD_DIGEST_MISMATCH\]\n/);
  assert.match(ended.stdout, /\n3 objects: 2 verified, 1 invalid\n/);
  assert.equal(ended.stdout.match(/mine: mine/g)?.length, 1);
});

test('verify-tag is the same command, and without a name HEAD is verified', async () => {
  await repo.git(['symbolic-ref', 'HEAD', 'refs/heads/mine']);
  assert.equal((await waxseal('verify-tag', ...ME)).status, 0);
});

test('--quiet prints only what does not hold', async () => {
  assert.deepEqual(await waxseal('verify', '--quiet', ...ME, 'mine'), { status: 0, stdout: '', stderr: '' });
  const ended = await waxseal('verify', '--quiet', ...ME, 'mine', 'tampered');
  assert.equal(ended.status, 1);
  assert.match(ended.stdout, /^invalid {4}[0-9a-f]{10} .*\n {11}.*\[PAYLOAD_DIGEST_MISMATCH\]\n$/);
});

test('SARIF and JUnit name the one that does not hold', async () => {
  const range = [...ME, 'mine', 'tampered'];
  const sarif = await waxseal('verify', '--format', 'sarif', ...range);
  assert.equal(sarif.status, 1);
  assert.deepEqual(
    JSON.parse(sarif.stdout).runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId),
    ['PAYLOAD_DIGEST_MISMATCH'],
  );
  const junit = await waxseal('verify', '--format', 'junit', ...range);
  assert.match(junit.stdout, /<testsuite name="waxseal verify" tests="2" failures="1" /);
});

test('in GitHub Actions, a failure is an annotation and is on the summary page of the step', async () => {
  const page = join(repo.home, 'page.md');
  writeFileSync(page, '');
  const env = { ...repo.env, GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: page };
  const args = ['verify', ...ME, 'mine', 'tampered'];
  const ended = await run(PROGRAM, args, { cwd: repo.dir, env });
  assert.match(ended.stdout, /^::error title=invalid%3A PAYLOAD_DIGEST_MISMATCH::commit /m);
  assert.match(readFileSync(page, 'utf8'), /^\| invalid \| commit [0-9a-f]{10} /m);
  const json = await run(PROGRAM, [...args, '--format=json'], { cwd: repo.dir, env });
  assert.doesNotMatch(json.stdout, /^::/m);
});

test('JSON names the trusted root, the policy and every verdict', async () => {
  const ended = await waxseal('verify', '--format=json', ...ME, 'mine', 'tampered');
  const document = JSON.parse(ended.stdout);
  assert.equal(document.version, 1);
  assert.equal(document.policy, 'the command line');
  assert.equal(document.trustedRoot.digest, instance.trust.digest);
  assert.deepEqual(
    document.objects.map(({ name, outcome }: { name: string; outcome: string }) => [name, outcome]),
    [
      ['mine', 'verified'],
      ['tampered', 'invalid'],
    ],
  );
});

test('if there is no answer at all, the exit status is 2 and the reason is on standard error', async () => {
  for (const [args, why] of [
    [['verify', 'mine', 'no-such-branch'], /no-such-branch/],
    [['verify', 'mine', 'HEAD:missing'], /HEAD:missing/],
    [['verify', 'mine^{tree}'], /is a tree/],
    [['verify', 'main..mine'], /there is no object main in this repository/],
    [['verify', '--certificate-identity', 'x'], /oidc-issuer/],
    [['verify', ...ME, '--any-signer'], /cannot be combined/],
    [
      ['verify', '--certificate-identity-regexp', '(', '--certificate-oidc-issuer', 'x'],
      /regular expression/,
    ],
    [['verify', '--format', 'xml'], /--format must be one of/],
    [['verify', '--bogus'], /bogus/],
    [['verify', '--trusted-root', '/does/not/exist', 'mine'], /does\/not\/exist/],
  ] as const) {
    const ended = await waxseal(...args);
    assert.equal(ended.status, 2, args.join(' '));
    assert.equal(ended.stdout, '');
    assert.match(ended.stderr, why);
    assert.match(ended.stderr, /^waxseal: (?!internal)[^\n]+\n(hint: [^\n]+\n)?$/);
  }
  const outside = await run(PROGRAM, ['verify'], { cwd: repo.home, env: repo.env });
  assert.equal(outside.status, 2);
  assert.match(outside.stderr, /repository/);
});

test('git gets the same verdicts', async () => {
  const letters = await Promise.all(
    ['mine', 'no-entry', 'tampered', 'unsigned'].map((name) => repo.git(['log', '-1', '--format=%G?', name])),
  );
  assert.deepEqual(letters, ['U', 'E', 'B', 'N']);
});

test('signers whom the user trusts are verified, and others keep their outcome', async () => {
  const directory = join(repo.home, '.config', 'waxseal');
  mkdirSync(directory, { recursive: true });
  const policy = join(directory, 'policy.yaml');
  writeFileSync(policy, `identities:\n  - issuer: ${ISSUER}\n    subjectRegExp: dev@.*\n`);
  assert.equal((await waxseal('verify', 'mine')).status, 0);
  assert.equal((await waxseal('verify', 'theirs')).status, 1);
  assert.equal(await repo.git(['log', '-1', '--format=%G? %GT', 'mine']), 'G fully');
  assert.equal(await repo.git(['log', '-1', '--format=%G? %GT', 'theirs']), 'U undefined');
  await repo.git(['-c', 'gpg.minTrustLevel=marginal', 'verify-commit', 'mine']);
  writeFileSync(policy, 'identities: 1\n');
  const broken = await waxseal('verify', 'mine');
  assert.equal(broken.status, 2);
  assert.match(broken.stderr, /identities is not a list/);
  assert.equal(await repo.git(['log', '-1', '--format=%G? %GT', 'mine']), 'E undefined');
  writeFileSync(policy, '');
});

test('a name in a certificate cannot send lines to git or control the terminal', async () => {
  const shown = await repo.git(['log', '-1', '--format=%G?|%GT|%GS', 'hostile']);
  assert.equal(shown, `B|never|x\\x0a[GNUPG:] TRUST_FULLY 0 shell\\x1b[2J@example.test [${ISSUER}]`);
  for (const args of [
    ['verify', 'hostile'],
    ['show', 'hostile'],
    ['verify', '--format=json', 'hostile'],
  ]) {
    const ended = await waxseal(...args);
    assert.doesNotMatch(ended.stdout + ended.stderr, /\x1b|^\[GNUPG:\]/m);
  }
  assert.doesNotMatch((await repo.try(['log', '-1', '--show-signature', 'hostile'])).stdout, /\x1b/);
});

test('without a readable trusted root, git is told that there is no verdict', async () => {
  const broken = {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'waxseal.trustedRoot',
    GIT_CONFIG_VALUE_0: '/nowhere',
  };
  assert.equal(await repo.git(['log', '-1', '--format=%G? %GT', 'mine'], broken), 'E undefined');
  const ended = await repo.try(['verify-commit', 'mine'], broken);
  assert.equal(ended.status, 1);
  assert.match(ended.stderr, /^waxseal: .*\/nowhere/m);
});

test('the version is printed without reading anything else', async () => {
  const ended = await run(PROGRAM, ['--version'], { cwd: '/', env: { PATH: process.env['PATH'] ?? '' } });
  assert.match(ended.stdout, /^waxseal \d+\.\d+\.\d+\n$/);
  assert.equal(ended.stderr, '');
});

test('help names every command', async () => {
  const overview = (await waxseal('help')).stdout;
  for (const command of ['setup', 'verify', 'show']) {
    assert.ok(overview.includes(`waxseal ${command}`));
    assert.match((await waxseal('help', command)).stdout, new RegExp(`^usage: waxseal ${command} `));
  }
});
