import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { createRepo, type GitRepo, run } from '../../support/git-repo.js';
import { PROGRAM } from '../../support/waxseal.js';

let repo: GitRepo;
let key: { readonly path: string; readonly text: string; readonly fingerprint: string };

beforeEach(async () => {
  repo = await createRepo();
  const path = join(repo.home, 'key');
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path], { cwd: repo.home, env: repo.env });
  const listed = await run('ssh-keygen', ['-l', '-f', path], { cwd: repo.home, env: repo.env });
  key = { path, text: readFileSync(`${path}.pub`, 'utf8'), fingerprint: listed.stdout.split(' ')[1] ?? '' };
});
afterEach(() => repo.remove());

async function commit(policy: string, author = 'wax@example.test'): Promise<void> {
  writeFileSync(join(repo.dir, '.waxseal.yaml'), policy);
  await repo.git(['add', '-A']);
  const ssh = ['-c', 'gpg.format=ssh', '-c', `user.signingKey=${key.path}`];
  await repo.git([...ssh, 'commit', '-q', '-S', '--allow-empty', '-m', 'x', `--author=A <${author}>`]);
}

const policy = (emails = '', more = '') =>
  `signers: {key: {ssh: '${key.fingerprint}'${emails}}}\nrules: [{signers: key${more}}]\n`;

async function allow(principal: string, options = ''): Promise<void> {
  const path = join(repo.home, 'allowed');
  writeFileSync(path, `${principal} ${options}${key.text}`);
  await repo.git(['config', '--global', 'gpg.ssh.allowedSignersFile', path]);
}

async function said(): Promise<[status: number | null, outcome: string, reason: string | undefined]> {
  const args = ['verify', '--format=json'];
  const { status, stdout, stderr } = await run(PROGRAM, args, { cwd: repo.dir, env: repo.env });
  assert.notEqual(stdout, '', stderr);
  const [{ outcome, checks }] = JSON.parse(stdout).objects;
  return [status, outcome, checks.find(({ name }: { name: string }) => name === 'signer')?.reason];
}

test('a signer whom the user’s allowed signers refuse stays refused, although the repository’s policy allows the key', async () => {
  await commit(policy());
  assert.deepEqual(await said(), [0, 'verified', undefined], 'without a list of the user’s');
  await allow('wax@example.test');
  assert.deepEqual(await said(), [0, 'verified', undefined]);
  await allow('wax@example.test', 'namespaces="file" ');
  assert.deepEqual(await said(), [1, 'refused', 'SIGNER_NOT_ALLOWED']);
});

test('what the user refuses stays refused if the repository’s policy cannot answer, or says nothing', async () => {
  await allow('wax@example.test', 'namespaces="file" ');
  await commit(policy('', ', paths: .waxseal.yaml'));
  writeFileSync(join(repo.dir, 'other'), 'x');
  writeFileSync(join(repo.dir, '.waxseal.yaml'), `${policy('', ', paths: .waxseal.yaml')}\n`);
  await commit(`${policy('', ', paths: .waxseal.yaml')}\n`);
  assert.deepEqual(await said(), [1, 'refused', 'SIGNER_NOT_ALLOWED']);
  await commit(`${policy('', ', paths: .waxseal.yaml')}\n`);
  assert.deepEqual(await said(), [1, 'refused', 'SIGNER_NOT_ALLOWED'], 'nothing changed: no rule is for it');
});

test('a key that the user revoked is invalid, whatever the repository’s policy allows or exempts', async () => {
  await commit(policy());
  const revoked = join(repo.home, 'revoked');
  writeFileSync(revoked, key.text);
  await repo.git(['config', '--global', 'gpg.ssh.revocationFile', revoked]);
  assert.deepEqual((await said()).slice(0, 2), [1, 'invalid']);
});

test('an SSH principal that equals the author’s address does not make the signer the author', async () => {
  await allow('wax@example.test');
  const rule = ', signerIs: author';
  await commit(policy(', emails: key@example.test', rule));
  assert.deepEqual(await said(), [1, 'refused', 'AUTHOR_MISMATCH']);
  await commit(policy(', emails: key@example.test', rule), 'key@example.test');
  assert.deepEqual(await said(), [0, 'verified', undefined]);
});
