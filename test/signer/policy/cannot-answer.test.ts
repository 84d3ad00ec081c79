import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { run } from '../../support/git-repo.js';
import { TestInstance } from '../../support/instance.js';
import { PROGRAM } from '../../support/waxseal.js';
import { ISSUER, type SignedRepo, signedRepo } from './signed-repo.js';

const [ALICE, BOB] = ['alice@example.test', 'bob@example.test'];
const instance = new TestInstance();
let repo: SignedRepo;

const PIPELINE = `signers:
  alice: {issuer: '${ISSUER}', subject: ${ALICE}}
rules:
  - {name: pipeline, paths: .github/**, signers: alice}
`;

/** Everybody here is in the user's own list. */
async function open(policy: string): Promise<string> {
  const base = await repo.commit('main', { files: { '.waxseal.yaml': policy }, signer: ALICE });
  await repo.git(['remote', 'add', 'origin', 'https://example.invalid/x.git']);
  await repo.git(['update-ref', 'refs/remotes/origin/main', base]);
  await repo.git(['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main']);
  const list = [ALICE, BOB].map((subject) => `  - issuer: ${ISSUER}\n    subject: ${subject}\n`);
  mkdirSync(join(repo.home, '.config', 'waxseal'), { recursive: true });
  writeFileSync(join(repo.home, '.config', 'waxseal', 'policy.yaml'), `identities:\n${list.join('')}`);
  return base;
}

async function said(name: string, cwd = repo.dir): Promise<[number | null, string, string | undefined]> {
  const args = ['verify', '--format=json', name];
  const { status, stdout, stderr } = await run(PROGRAM, args, { cwd, env: repo.env });
  assert.notEqual(stdout, '', stderr);
  const [{ outcome, checks }] = JSON.parse(stdout).objects;
  const signer = checks.find((check: { name: string }) => check.name === 'signer');
  return [status, outcome, signer?.reason];
}

beforeEach(async () => {
  repo = await signedRepo(instance);
});
afterEach(() => repo.remove());

test('the user’s own list does not allow a change of a guarded file together with another file', async () => {
  const base = await open(PIPELINE);
  const on = (files: Record<string, string>, signer = BOB) =>
    repo.commit('f', { parents: [base], files, signer });
  await on({ '.github/workflows/ci.yml': 'x' });
  assert.deepEqual(await said('f'), [1, 'refused', 'SIGNER_NOT_ALLOWED']);
  await on({ '.github/workflows/ci.yml': 'x', README: 'x' });
  assert.deepEqual(await said('f'), [1, 'refused', 'SIGNER_NOT_ALLOWED']);
  await on({ README: 'x' });
  assert.deepEqual(await said('f'), [0, 'verified', undefined]);
  await on({ '.github/workflows/ci.yml': 'x', README: 'x' }, ALICE);
  assert.deepEqual(await said('f'), [1, 'incomplete', 'POLICY_CANNOT_ANSWER']);
});

test('the user’s own list does not replace what a shallow clone lacks', async () => {
  await open(PIPELINE);
  await repo.commit('main', { files: { README: 'x' }, signer: BOB });
  const source = `file://${repo.dir}`;
  const clone = join(repo.home, 'shallow');
  await repo.git(['clone', '-q', '--depth=1', '-b', 'main', source, clone]);
  await run('git', ['remote', 'set-head', 'origin', 'main'], { cwd: clone, env: repo.env });
  assert.deepEqual(await said('main'), [0, 'verified', undefined], 'the whole clone knows');
  assert.deepEqual(await said('HEAD', clone), [1, 'incomplete', 'POLICY_CANNOT_ANSWER']);
});

/** A commit with one header more than git writes, which is signed too. */
async function signed(type: 'commit' | 'tag', lines: readonly string[], ref: string): Promise<void> {
  const { joinObject } = await import('../../../core/git/index.js');
  const payload = Buffer.from(`${lines.join('\n')}\n`);
  const { armor } = instance.sign(payload, { subject: BOB });
  const path = join(repo.home, 'object');
  writeFileSync(path, joinObject({ type, payload, armor, format: 'sha1' }));
  const id = await repo.git(['hash-object', '-t', type, '--literally', '-w', path]);
  await repo.git(['update-ref', ref, id]);
}

test('an object with two authors or two names has no answer, and the user’s own list gives none', async () => {
  const base = await open(
    `${PIPELINE}  - {name: releases, tags: v*, signers: alice}\n  - {name: rest, branches: main, signers: alice}\n`,
  );
  const tree = await repo.git(['rev-parse', `${base}^{tree}`]);
  const who = (name: string, address: string) => `${name} A <${address}> 1790001000 +0000`;
  const head = [`tree ${tree}`, `parent ${base}`, who('author', BOB)];
  await signed('commit', [...head, who('author', ALICE), who('committer', BOB), '', 'x'], 'refs/heads/two');
  assert.deepEqual(await said('two'), [1, 'incomplete', 'POLICY_CANNOT_ANSWER']);
  await repo.git(['update-ref', 'refs/tags/v7', 'refs/heads/two']);
  assert.deepEqual(await said('refs/tags/v7'), [1, 'refused', 'TAG_LIGHTWEIGHT']);
  const tag = [`object ${base}`, 'type commit', 'tag v1', 'tag nightly', who('tagger', BOB), '', 'x'];
  await signed('tag', tag, 'refs/tags/v1');
  const id = await repo.git(['rev-parse', 'v1']);
  assert.deepEqual(await said(id), [1, 'incomplete', 'POLICY_CANNOT_ANSWER'], 'asked for by its id');
  assert.deepEqual(
    await said('v1'),
    [1, 'incomplete', 'POLICY_CANNOT_ANSWER'],
    'and which of its names is the one asked for cannot be told',
  );
});

test('a revoked SSH key is refused, even if allowed signers trust it and no rule covers the file', async () => {
  const key = join(repo.home, 'key');
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key], { cwd: repo.home, env: repo.env });
  const listed = await run('ssh-keygen', ['-l', '-f', key], { cwd: repo.home, env: repo.env });
  const fingerprint = listed.stdout.split(' ')[1] ?? '';
  await open(`${PIPELINE}revoked:
  - {ssh: '${fingerprint}', since: 2020-01-01, reason: stolen}
`);
  const { readFileSync } = await import('node:fs');
  const allowed = join(repo.home, 'allowed');
  writeFileSync(allowed, `bob@example.test ${readFileSync(`${key}.pub`, 'utf8')}`);
  await repo.git(['config', '--global', 'gpg.ssh.allowedSignersFile', allowed]);
  await repo.git(['reset', '-q', '--hard']);
  const ssh = ['-c', 'gpg.format=ssh', '-c', `user.signingKey=${key}`];
  writeFileSync(join(repo.dir, 'README'), 'x');
  await repo.git(['add', '-A']);
  await repo.git([...ssh, 'commit', '-q', '-S', '-m', 'x']);
  assert.deepEqual(await said('HEAD'), [1, 'refused', 'SIGNER_REVOKED']);
  mkdirSync(join(repo.dir, '.github'));
  writeFileSync(join(repo.dir, '.github', 'x'), 'x');
  writeFileSync(join(repo.dir, 'README'), 'y');
  await repo.git(['add', '-A']);
  await repo.git([...ssh, 'commit', '-q', '-S', '-m', 'x']);
  assert.deepEqual(await said('HEAD'), [1, 'refused', 'SIGNER_REVOKED']);
});

test('explain says what the policy cannot answer', async () => {
  const base = await open(PIPELINE);
  await repo.commit('f', { parents: [base], files: { '.github/x': 'x', README: 'x' }, signer: ALICE });
  const { status, stdout } = await repo.waxseal('policy', 'explain', 'f');
  assert.equal(status, 1);
  assert.match(stdout, /^incomplete {2}commit /);
  assert.match(stdout, / {2}answer {4}cannot be told: [^\n]*no rule is for README\n/);
  const document = JSON.parse((await repo.waxseal('policy', 'explain', 'f', '--format=json')).stdout);
  assert.deepEqual([document.decision, document.rule], ['cannot-answer', undefined]);
});
