import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { TestInstance } from '../../support/instance.js';
import { type Pushing, policyFor, pushing } from './server.js';

const [ALICE, BOB, EVE] = ['alice@example.test', 'bob@example.test', 'eve@example.test'];
const instance = new TestInstance();
let on: Pushing;

beforeEach(async () => {
  on = await pushing(instance);
});
afterEach(() => on.repo.remove());

/** The server has a signed `main` with this policy, and then the hook. */
async function serve(
  policy: Record<string, string>,
  hook = 'pre-receive',
  ...options: string[]
): Promise<void> {
  await on.repo.commit('main', { files: policy, signer: ALICE });
  assert.equal((await on.push('main')).status, 0);
  const installed = await on.onServer('hook', 'install', hook, ...options);
  assert.equal(installed.status, 0, installed.stderr);
}

async function refused(reason: RegExp, ...args: string[]): Promise<void> {
  const ended = await on.push(...args);
  assert.notEqual(ended.status, 0, `${args.join(' ')} passed`);
  assert.match(ended.stderr, reason);
}

async function accepted(...args: string[]): Promise<void> {
  const ended = await on.push(...args);
  assert.equal(ended.status, 0, ended.stderr);
}

for (const hook of ['pre-receive', 'update'])
  test(`${hook}: commits that the policy allows arrive, and others are refused with commit and reason`, async () => {
    await serve(policyFor(['alice', 'bob']), hook);
    const good = await on.repo.commit('main', { files: { a: '1' }, signer: BOB });
    await accepted('main');
    assert.equal(await on.there('main'), good);
    const bad = await on.repo.commit('main', { files: { a: '2' } });
    await on.repo.commit('main', { files: { a: '3' }, signer: BOB });
    const ended = await on.push('main');
    assert.notEqual(ended.status, 0);
    assert.match(
      ended.stderr,
      /remote: waxseal: refs\/heads\/main is refused: 1 of 2 new objects do not hold/,
    );
    assert.match(ended.stderr, new RegExp(`remote: unsigned {3}${bad.slice(0, 10)} `));
    assert.match(ended.stderr, /\[SIGNATURE_REQUIRED\]/);
    assert.match(ended.stderr, /remote: policy: \.waxseal\.yaml of main of this server/);
    assert.equal(await on.there('main'), good);
  });

test('the policy from before the push counts, and not the one in the push', async () => {
  await serve(policyFor(['alice']));
  await on.repo.commit('main', { files: policyFor(['alice', 'eve']), signer: EVE });
  await refused(/SIGNER_NOT_ALLOWED/, 'main');
});

test('only new commits are verified: the history from before the policy stays', async () => {
  await on.repo.commit('main', {});
  await serve(policyFor(['alice']));
  await on.repo.commit('main', { signer: ALICE });
  await accepted('main');
});

test('a new branch, a forced push and a deletion', async () => {
  await serve(policyFor(['alice']));
  const base = await on.there('main');
  await on.repo.commit('topic', { parents: [base], files: { a: '1' }, signer: ALICE });
  await accepted('topic');
  await on.repo.git(['update-ref', '-d', 'refs/heads/topic']);
  const other = await on.repo.commit('topic', { parents: [base], files: { b: '1' }, signer: ALICE });
  await accepted('--force', 'topic');
  assert.equal(await on.there('topic'), other);
  await on.repo.git(['update-ref', '-d', 'refs/heads/topic']);
  await on.repo.commit('topic', { parents: [base], files: { b: '1' }, signer: EVE });
  await refused(/SIGNER_NOT_ALLOWED/, '--force', 'topic');
  await refused(/SIGNER_NOT_ALLOWED/, 'topic:refs/heads/elsewhere');
  await accepted(':topic');
  assert.equal(await on.there('topic'), '');
});

test('a commit that a branch with other rules accepted is verified again when it is pushed to this one', async () => {
  const rules =
    '  - {name: m, branches: main, signers: alice}\n  - {name: rest, branches: "**", signers: [alice, eve]}\n';
  await serve(policyFor(['alice', 'eve'], rules));
  await on.repo.commit('topic', { parents: [await on.there('main')], files: { a: '1' }, signer: EVE });
  await accepted('topic');
  await accepted('topic:refs/heads/second');
  await refused(/main is refused: 1 of 1 new object does not hold/, 'topic:main');
});

test('commits cannot be removed from the branch whose policy counts', async () => {
  await serve(policyFor(['alice', 'eve']));
  const old = await on.there('main');
  await on.repo.commit('main', { files: policyFor(['alice']), signer: ALICE });
  await accepted('main');
  await refused(/could bring back an older policy/, '--force', `${old}:refs/heads/main`);
});

for (const hook of ['pre-receive', 'update'])
  test(`${hook}: the branch whose policy counts cannot be deleted, and another branch can`, async () => {
    await serve(policyFor(['alice']), hook);
    await on.repo.git(['-C', on.server, 'config', 'receive.denyDeleteCurrent', 'ignore']);
    const tip = await on.there('main');
    await refused(/refs\/heads\/main is refused: .*could bring back an older policy/, ':main');
    await refused(/could bring back an older policy/, '--delete', 'main');
    assert.equal(await on.there('main'), tip);
    await accepted(`${tip}:refs/heads/other`);
    await accepted(':other');
  });

test('a push of several branches does not get around the branch whose policy counts: renamed, replaced, or with a new policy', async () => {
  await serve(policyFor(['alice']));
  await on.repo.git(['-C', on.server, 'config', 'receive.denyDeleteCurrent', 'ignore']);
  const tip = await on.there('main');
  await refused(/could bring back an older policy/, ':main', `${tip}:refs/heads/renamed`);
  assert.deepEqual([await on.there('main'), await on.there('renamed')], [tip, '']);
  const eves = await on.repo.commit('eves', { files: policyFor(['eve']), signer: EVE, parents: [] });
  await refused(
    /refs\/heads\/main is refused/,
    '--force',
    `${eves}:refs/heads/main`,
    `${tip}:refs/heads/kept`,
  );
  await on.repo.commit('main', { files: policyFor(['alice', 'eve']), signer: ALICE });
  await on.repo.commit('topic', { parents: [tip], files: { a: '1' }, signer: EVE });
  await refused(/refs\/heads\/topic is refused: 1 of 1 new object/, 'main', 'topic');
  assert.deepEqual([await on.there('main'), await on.there('topic')], [tip, '']);
  await accepted('main');
  await accepted('topic');
});

test('a tag is verified by its own signature and name, and its commits are verified with it', async () => {
  await serve(policyFor(['alice']));
  const tip = await on.there('main');
  await on.repo.tag('v1', tip, ALICE);
  await accepted('v1');
  await on.repo.tag('v2', tip, EVE);
  await refused(/SIGNER_NOT_ALLOWED/, 'v2');
  await refused(/calls itself v1: it was signed for another name/, 'refs/tags/v1:refs/tags/v3');
  await refused(/lightweight tag/, `${tip}:refs/tags/v4`);
  await on.repo.commit('side', { parents: [tip], files: { a: '1' } });
  await on.repo.tag('v5', await on.repo.git(['rev-parse', 'side']), ALICE);
  await refused(/SIGNATURE_REQUIRED/, 'v5');
});

test('one bad ref stops a push of several', async () => {
  await serve(policyFor(['alice']));
  const base = await on.there('main');
  await on.repo.commit('good', { parents: [base], files: { a: '1' }, signer: ALICE });
  await on.repo.commit('bad', { parents: [base], files: { a: '2' }, signer: EVE });
  await refused(/refs\/heads\/bad is refused/, 'good', 'bad');
  assert.equal(await on.there('good'), '');
});

test('flags in the hook replace the policy', async () => {
  await serve({ a: '1' }, 'pre-receive', '--', '--any-signer');
  await on.repo.commit('main', { files: { a: '2' }, signer: EVE });
  await accepted('main');
  await on.repo.commit('main', { files: { a: '3' } });
  await refused(/^remote: unsigned /m, 'main');
});

test('no answer does not pass: an unreadable policy stops every push', async () => {
  await serve({ '.waxseal.yaml': 'rules: nonsense' });
  await on.repo.commit('main', { files: { a: '2' }, signer: ALICE });
  await refused(/waxseal: .*\.waxseal\.yaml/, 'main');
});

test('a hostile subject and branch name cannot control the terminal of the user who pushes', async () => {
  await serve(policyFor(['alice']));
  await on.repo.commit('main', { files: { a: '2' }, signer: 'e\x1b[2J\nremote: ok@example.test' });
  const { stderr } = await on.push('main:refs/heads/\u202eniam');
  assert.doesNotMatch(stderr.replaceAll('\x1b[K', ''), /\x1b|\u202e.*is refused|^remote: ok/m);
  assert.match(stderr, /\\u\{202e\}niam is refused/);
});

test('a repository with a work tree that receives pushes uses its own policy, whatever its remotes are', async () => {
  await serve(policyFor(['alice']));
  const configure = (...args: string[]) => on.repo.git(['-C', on.server, ...args]);
  await configure('config', 'core.bare', 'false');
  await configure('config', 'receive.denyCurrentBranch', 'ignore');
  await configure('remote', 'add', 'origin', 'https://example.invalid/x.git');
  await on.repo.commit('main', { files: { a: '1' }, signer: ALICE });
  await accepted('main');
  await on.repo.commit('main', { files: { a: '2' }, signer: EVE });
  await refused(/\.waxseal\.yaml of main of this server/, 'main');
});

test('SHA-256 repositories behave in the same way', async () => {
  on.repo.remove();
  on = await pushing(instance, 'sha256');
  await serve(policyFor(['alice']));
  await on.repo.commit('main', { files: { a: '1' }, signer: ALICE });
  await accepted('main');
  await on.repo.commit('main', { files: { a: '2' }, signer: EVE });
  await refused(/SIGNER_NOT_ALLOWED/, 'main');
});

test('pre-push: commits that do not hold are not sent, and those that the remote has are not verified again', async () => {
  await on.repo.commit('main', {});
  await on.repo.commit('main', { files: policyFor(['alice']), signer: ALICE });
  await accepted('main');
  await on.repo.git(['remote', 'set-head', 'origin', '--auto']);
  const installed = await on.repo.waxseal('hook', 'install', 'pre-push');
  assert.equal(installed.status, 0, installed.stderr);
  await on.repo.commit('main', { files: { a: '1' }, signer: ALICE });
  await accepted('main');
  await on.repo.commit('topic', { parents: [await on.there('main')], files: { a: '2' } });
  await refused(/^waxseal: refs\/heads\/topic is refused: 1 of 1 new object does not hold/m, 'topic');
  assert.equal(await on.there('topic'), '');
  const url = await on.repo.try(['push', on.server, 'main:again']);
  assert.match(url.stderr, /refs\/heads\/again is refused: 1 of 3 new objects/);
  await accepted('main:refs/heads/copy');
  await accepted('--delete', 'copy');
});
