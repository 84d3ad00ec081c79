import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { generalName } from '../../sandbox/pki.js';
import { run } from '../../support/git-repo.js';
import { matchesGolden } from '../../support/golden.js';
import { TestInstance } from '../../support/instance.js';
import { PROGRAM } from '../../support/waxseal.js';
import { ISSUER, type SignedRepo, signedRepo } from './signed-repo.js';

const [ALICE, BOB, EVE] = ['alice@example.test', 'bob@example.test', 'eve@example.test'];
const instance = new TestInstance();
let repo: SignedRepo;

const signers = (...names: string[]) =>
  `signers:\n${names.map((name) => `  ${name}: {issuer: '${ISSUER}', subject: ${name}@example.test}\n`).join('')}`;
const POLICY = `${signers('alice', 'bob')}rules:
  - {name: pipeline, paths: .github/**, signers: alice}
  - {name: rest, signers: [alice, bob], signerIs: author, merges: alice}
`;
const policy = (text: string) => ({ '.waxseal.yaml': text });

async function protect(branch = 'main'): Promise<void> {
  await repo.git(['remote', 'add', 'origin', 'https://example.invalid/x.git']);
  await repo.git(['update-ref', 'refs/remotes/origin/main', `refs/heads/${branch}`]);
  await repo.git(['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main']);
}

async function said(...args: string[]): Promise<[status: number | null, outcomes: string[]]> {
  const { status, stdout, stderr } = await repo.waxseal('verify', '--format=json', ...args);
  if (stdout === '') return [status, [stderr.split('\n')[0] ?? '']];
  const outcomes = (
    JSON.parse(stdout).objects as { outcome: string; checks: { name: string; reason?: string }[] }[]
  ).map(({ outcome, checks }) => {
    // A name that is not the tag's is said by the check of the name, once.
    const reason = checks.find(({ name, reason }) => reason && ['signer', 'name'].includes(name))?.reason;
    return reason ? `${outcome} ${reason}` : outcome;
  });
  return [status, outcomes];
}

beforeEach(async () => {
  repo = await signedRepo(instance);
});
afterEach(() => repo.remove());

test('commits by signers that the protected branch allows are verified, and others are refused', async () => {
  await repo.commit('main', { files: policy(POLICY), signer: ALICE });
  await protect();
  await repo.commit('f', {
    parents: [await repo.git(['rev-parse', 'main'])],
    files: { a: '1' },
    signer: BOB,
  });
  assert.deepEqual(await said('f'), [0, ['verified']]);
  await repo.commit('f', { files: { a: '2' }, signer: EVE });
  assert.deepEqual(await said('f'), [1, ['refused SIGNER_NOT_ALLOWED']]);
  await repo.commit('f', { files: { a: '3' } });
  assert.deepEqual(await said('f'), [1, ['unsigned SIGNATURE_REQUIRED']]);
  await repo.commit('f', { files: { a: '4' }, signer: BOB, author: ALICE });
  assert.deepEqual(await said('f'), [1, ['refused AUTHOR_MISMATCH']]);
  await repo.commit('f', { files: { a: '5', '.github/x': 'x' }, signer: BOB });
  assert.deepEqual(await said('f'), [1, ['refused SIGNER_NOT_ALLOWED']]);
  assert.deepEqual((await said('main..f'))[1].length, 5);
});

test('a branch that changes the policy does not allow itself', async () => {
  const base = await repo.commit('main', { files: policy(POLICY), signer: ALICE });
  await protect();
  await repo.commit('f', { parents: [base], files: policy(POLICY.replaceAll('bob', 'eve')), signer: EVE });
  await repo.git(['symbolic-ref', 'HEAD', 'refs/heads/f']);
  await repo.git(['reset', '-q', '--hard']);
  assert.match(readFileSync(join(repo.dir, '.waxseal.yaml'), 'utf8'), /eve/);
  assert.deepEqual(await said('HEAD'), [1, ['refused SIGNER_NOT_ALLOWED']]);
  await repo.git(['config', 'waxseal.policy', join(repo.dir, '.waxseal.yaml')]);
  assert.deepEqual(await said('HEAD'), [1, ['refused SIGNER_NOT_ALLOWED']]);
});

test('a remote without a default branch gives no answer; the branch’s own policy is not used instead', async () => {
  await repo.commit('main', { files: policy(POLICY.replaceAll('bob', 'eve')), signer: EVE });
  await repo.git(['remote', 'add', 'origin', 'https://example.invalid/x.git']);
  const { status, stderr } = await repo.waxseal('verify');
  assert.equal(status, 2);
  assert.match(
    stderr,
    /^waxseal: the default branch of origin is not known here[^\n]+\nhint: git fetch[^\n]+\n$/,
  );
  assert.equal((await repo.waxseal('verify', '--any-signer')).status, 0);
});

test('the command line takes precedence over the repository’s policy', async () => {
  await repo.commit('main', { files: policy(POLICY), signer: EVE });
  assert.deepEqual(await said('main'), [1, ['refused SIGNER_NOT_ALLOWED']]);
  assert.deepEqual(await said('main', '--any-signer'), [0, ['valid']]);
  const flags = ['--certificate-identity', EVE, '--certificate-oidc-issuer', ISSUER];
  assert.deepEqual(await said('main', ...flags), [0, ['verified']]);
  const file = join(repo.home, 'p.yaml');
  writeFileSync(file, `${signers('eve')}rules: [{signers: eve}]\n`);
  assert.deepEqual(await said('main', '--policy', file), [0, ['verified']]);
  assert.equal((await repo.waxseal('verify', '--policy', file, ...flags)).status, 2);
  assert.equal((await repo.waxseal('verify', '--policy', join(repo.home, 'none'))).status, 2);
});

test('without any policy a sound signature does not pass', async () => {
  await repo.commit('main', { signer: ALICE });
  assert.deepEqual(await said('main'), [1, ['valid']]);
});

test('the user’s own list does not help a signer whom the repository refuses, but helps when the repository says nothing', async () => {
  await repo.commit('main', {
    files: policy(`${signers('alice')}rules: [{branches: main, signers: alice}]\n`),
    signer: EVE,
  });
  mkdirSync(join(repo.home, '.config', 'waxseal'), { recursive: true });
  writeFileSync(
    join(repo.home, '.config', 'waxseal', 'policy.yaml'),
    `identities:\n  - issuer: ${ISSUER}\n    subject: ${EVE}\n`,
  );
  assert.deepEqual(await said('main'), [1, ['refused SIGNER_NOT_ALLOWED']]);
  assert.deepEqual(await said('main', '--branch', 'wip'), [0, ['verified']]);
});

test('a mistake in the policy gives no answer, with its line and column', async () => {
  await repo.commit('main', {
    files: policy(`${signers('alice')}rules:\n  - signer: alice\n`),
    signer: ALICE,
  });
  const { status, stdout, stderr } = await repo.waxseal('verify');
  assert.deepEqual([status, stdout], [2, '']);
  assert.match(stderr, /^waxseal: \.waxseal\.yaml of HEAD:4:5: .*did you mean "signers"\? \(and 1 more/);
});

test('unsigned history from before requiredSince is exempt, is shown as exempt, and is never verified', async () => {
  await repo.commit('main', { files: { a: '1' } });
  const since = await repo.commit('main', { files: { a: '2' }, signer: ALICE });
  await repo.commit('main', { files: policy(`requiredSince: ${since}\n${POLICY}`), signer: ALICE });
  const ended = await repo.waxseal('verify', 'main~2');
  assert.equal(ended.status, 0, ended.stdout);
  matchesGolden('policy/exempt.txt', ended.stdout.replaceAll(/[0-9a-f]{40}|[0-9a-f]{12}/g, 'ID'));
  assert.deepEqual(await said('main', '-n', '3'), [0, ['verified', 'verified', 'unsigned EXEMPT']]);
  await repo.commit('side', { parents: [await repo.git(['rev-parse', 'main~2'])], files: { a: '3' } });
  assert.deepEqual(await said('side'), [1, ['unsigned SIGNATURE_REQUIRED']]);
});

test('an exception exempts one object until it ends', async () => {
  const odd = await repo.commit('main', { files: { a: '1' }, signer: EVE });
  const exception = (until: string) =>
    `exceptions:\n  - {objects: ${odd}, reason: squash by the forge, until: ${until}}\n${POLICY}`;
  await repo.commit('main', { files: policy(exception('2999-12-31')), signer: ALICE });
  assert.equal((await said('main~1'))[0], 0);
  await repo.commit('main', { files: policy(exception('2020-01-01')), signer: ALICE });
  assert.deepEqual(await said('main~2'), [1, ['refused EXCEPTION_EXPIRED']]);
});

test('a stolen account is refused from a commit on, wherever its branch begins', async () => {
  const base = await repo.commit('main', { files: policy(POLICY), signer: ALICE });
  const good = await repo.commit('main', { files: { a: '1' }, signer: BOB });
  const since = await repo.commit('main', { files: { a: '2' }, signer: ALICE });
  const revoked = `revoked:\n  - {signer: bob, since: ${since}, reason: laptop stolen}\n${POLICY}`;
  await repo.commit('main', { files: policy(revoked), signer: ALICE });
  await protect();
  assert.deepEqual(await said(good), [0, ['verified']]);
  await repo.commit('f', { parents: [base], files: { b: '1' }, signer: BOB });
  assert.deepEqual(await said('f'), [1, ['refused SIGNER_REVOKED']]);
});

test('merges need a signer who may merge, and tags need a signer who may tag', async () => {
  const base = await repo.commit('main', {
    files: policy(`${POLICY.replace('rules:', 'rules:\n  - {name: releases, tags: v*, signers: alice}')}`),
    signer: ALICE,
  });
  await protect();
  const side = await repo.commit('side', { parents: [base], files: { s: '1' }, signer: BOB });
  await repo.commit('m', { parents: [base, side], files: { s: '1' }, signer: BOB });
  assert.deepEqual(await said('m'), [1, ['refused MERGE_NOT_ALLOWED']]);
  await repo.commit('m', { parents: [base, side], files: { s: '1' }, signer: ALICE });
  assert.deepEqual(await said('m'), [0, ['verified']]);
  await repo.tag('v1', base, ALICE);
  await repo.tag('v2', base, BOB);
  await repo.tag('v1', base, ALICE, 'v3');
  assert.deepEqual(await said('v1'), [0, ['verified']]);
  assert.deepEqual(await said('v2'), [1, ['refused SIGNER_NOT_ALLOWED']]);
  assert.deepEqual(await said('v3'), [1, ['refused TAG_NAME_MISMATCH']]);
  await repo.git(['tag', 'v4', base]);
  for (const name of ['v4', 'tags/v4', 'refs/tags/v4', 'v4*'])
    assert.deepEqual(await said(name), [1, ['refused TAG_LIGHTWEIGHT']], name);
  assert.deepEqual(await said('v4^{}'), [0, ['verified']], 'the commit alone');
});

test('--all reports a lightweight tag if a rule covers its name, and no other', async () => {
  const rules = POLICY.replace('rules:', 'rules:\n  - {name: releases, tags: [v*, tags/*], signers: alice}');
  const base = await repo.commit('main', {
    files: policy(rules.replace('name: rest,', 'name: rest, paths: "**",')),
    signer: ALICE,
  });
  await protect();
  await repo.tag('v1', base, ALICE);
  await repo.git(['tag', 'nightly', base]);
  assert.deepEqual(await said('--all'), [0, ['verified', 'verified']]);
  await repo.git(['tag', 'v2', base]);
  assert.deepEqual(await said('--all'), [1, ['verified', 'refused TAG_LIGHTWEIGHT', 'verified']]);
  await repo.git(['tag', '-d', 'v2']);
  await repo.git(['tag', 'tags/v1', base]);
  assert.deepEqual(await said('--all'), [1, ['refused TAG_LIGHTWEIGHT', 'verified', 'verified']]);
  await repo.git(['tag', '-d', 'tags/v1']);
  await repo.git(['tag', 'v3', `${base}^{tree}`]);
  const { status, stdout } = await repo.waxseal('verify', '--all');
  assert.equal(status, 1);
  assert.match(stdout, /it points to a tree, which no signature can be on/);
  assert.match(stdout, /1 incomplete/);
});

test('the output names the policy, and says when the history declares it itself', async () => {
  const id = await repo.commit('main', { files: policy(POLICY), signer: ALICE });
  const source = `.waxseal.yaml of HEAD (commit ${id.slice(0, 12)}, self-declared)`;
  assert.ok(
    (await repo.waxseal('verify')).stdout.startsWith(`policy: ${source}\n\nverified  commit ${id} (HEAD)\n`),
  );
  const document = JSON.parse((await repo.waxseal('verify', '--format', 'json')).stdout);
  assert.deepEqual(
    [document.policy, document.selfDeclared, document.policyDigest.length],
    [source, true, 64],
  );
});

test('explain says which rule decides and why the others do not', async () => {
  const base = await repo.commit('main', {
    files: policy(POLICY.replace('paths:', 'branches: main, paths:')),
    signer: ALICE,
  });
  await repo.commit('f', { parents: [base], files: { '.github/x': '1' }, signer: BOB });
  await repo.tag('v1', base, EVE);
  const texts: string[] = [];
  for (const [args, status] of [
    [['main'], 0],
    [['f'], 1],
    [['f', '--branch', 'f'], 0],
    [['v1'], 1],
  ] as const) {
    const ended = await repo.waxseal('policy', 'explain', ...args);
    assert.equal(ended.status, status, ended.stdout + ended.stderr);
    texts.push(`$ waxseal policy explain ${args.join(' ')}\n${ended.stdout}`);
  }
  matchesGolden('policy/explain.txt', texts.join('\n').replaceAll(/[0-9a-f]{40}|[0-9a-f]{12}/g, 'ID'));
  const document = JSON.parse((await repo.waxseal('policy', 'explain', 'f', '--format=json')).stdout);
  assert.deepEqual(
    [document.decision, document.reason, document.rule],
    ['refused', 'SIGNER_NOT_ALLOWED', { name: 'pipeline', line: 5 }],
  );
  assert.equal(document.object.outcome, 'refused');
});

test('explain without a policy says what to do', async () => {
  await repo.commit('main', { signer: ALICE });
  const { status, stderr } = await repo.waxseal('policy', 'explain');
  assert.equal(status, 2);
  assert.match(stderr, /HEAD has no \.waxseal\.yaml[^\n]*\nhint: /);
});

test('check names every mistake with line and column, for people and machines', async () => {
  const file = join(repo.dir, 'p.yaml');
  const check = (...args: string[]) => repo.waxseal('policy', 'check', ...args);
  writeFileSync(file, POLICY);
  assert.deepEqual(await check('p.yaml'), { status: 0, stdout: 'p.yaml: no mistakes\n', stderr: '' });
  const bad = `signers:
  alice:
    issuer: https://accounts.google.com
    subject: |
      alice@example.com
  ci:
    issuer: https://token.actions.githubusercontent.com
    subjectRegExp: https://github.com/octo/.*
rules:
  - {name: all, signers: [alice, "\\e[2Jci"]}
  - {name: main, branches: main, signers: ci}
exceptions:
  - {objects: ${'a'.repeat(40)}, reason: x, until: 2020-01-01}
`;
  writeFileSync(file, bad);
  const ended = await check('p.yaml');
  assert.deepEqual([ended.status, ended.stderr], [1, '']);
  matchesGolden('policy/check.txt', ended.stdout);
  const document = JSON.parse((await check('p.yaml', '--format=json')).stdout);
  assert.equal(document.usable, false);
  assert.deepEqual(document.problems[0], {
    severity: 'error',
    code: 'POLICY_BAD_VALUE',
    line: 4,
    column: 14,
    message: 'subject ends with a line break, which | keeps: write it on one line, or use |-',
  });
  for (const args of [['none.yaml'], ['a', 'b'], ['--format', 'xml', 'p.yaml']]) {
    const failed = await check(...args);
    assert.deepEqual([failed.status, failed.stdout], [2, '']);
  }
});

test('init proposes the signers whose signatures hold, from the protected branch, and overwrites no file', async () => {
  await repo.commit('main', { files: { a: '0' } });
  const workflow = 'https://github.com/octo/app/.github/workflows/release.yml@refs/heads/main';
  const first = await repo.commit('main', { files: { a: '1' }, signer: ALICE });
  await repo.commit('main', { files: { a: '2' }, signer: ALICE });
  await repo.commit('main', { files: { a: '3' }, signer: 'o\'neil "x": #@example.test' });
  await repo.commit('main', { files: { a: '4' }, signer: 'x\nsigners: evil@example.test' });
  await repo.commit('main', { files: { a: '5' }, signer: BOB, sign: { embed: false } });
  const names = [generalName.uri(workflow)];
  await repo.commit('main', { files: { a: '6' }, signer: 'ci', sign: { names } });
  await protect();
  await repo.commit('main', { files: { a: '7' }, signer: EVE });
  const ended = await repo.waxseal('policy', 'init');
  assert.equal(ended.status, 0, ended.stderr);
  assert.doesNotMatch(ended.stdout, /eve@|bob@/);
  matchesGolden('policy/init.txt', ended.stdout.replaceAll(first, 'FIRST').replaceAll(/[0-9a-f]{40}/g, 'ID'));
  const written = await repo.waxseal('policy', 'init', '--write');
  assert.equal(written.status, 0, written.stderr);
  const path = join(repo.dir, '.waxseal.yaml');
  assert.equal(readFileSync(path, 'utf8'), ended.stdout);
  assert.equal((await repo.waxseal('policy', 'check')).status, 0);
  writeFileSync(path, 'mine\n');
  const again = await repo.waxseal('policy', 'init', '--write');
  assert.equal(again.status, 2);
  assert.equal(readFileSync(path, 'utf8'), 'mine\n');
});

test('check finds the policy at the top from a folder below it, and says what to do if there is none', async () => {
  const below = join(repo.dir, 'a', 'b');
  mkdirSync(below, { recursive: true });
  const there = () => run(PROGRAM, ['policy', 'check'], { cwd: below, env: repo.env });
  const none = await there();
  assert.deepEqual([none.status, none.stdout], [2, '']);
  assert.match(none.stderr, /^waxseal: there is no \.waxseal\.yaml here\nhint: "waxseal policy init"/);
  writeFileSync(join(repo.dir, '.waxseal.yaml'), POLICY);
  assert.equal((await there()).stdout.split('\n').at(-2), '../../.waxseal.yaml: no mistakes');
});

test('if there is nobody to propose, init says so and writes nothing', async () => {
  await repo.commit('main', {});
  const { status, stdout, stderr } = await repo.waxseal('policy', 'init', '--write');
  assert.deepEqual([status, stdout], [2, '']);
  assert.match(stderr, /nobody to propose/);
  assert.equal(existsSync(join(repo.dir, '.waxseal.yaml')), false);
});

test('an unknown action of policy is a usage error', async () => {
  for (const args of [[], ['constructor'], ['frob']]) {
    const { status, stderr } = await repo.waxseal('policy', ...args);
    assert.equal(status, 2);
    assert.match(stderr, /init, explain, check/);
  }
});
