import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { objectId, unsignedText } from '../../../core/git/index.js';
import { verifyGitObject } from '../../../core/verify/index.js';
import { cleanEnvironment } from '../../support/git-repo.js';
import { TestInstance } from '../../support/instance.js';
import { findPeer } from '../../support/peers.js';
import { signedCommit } from '../../support/signed-commit.js';
import { ADDED } from './unsigned-forms.js';

const instance = new TestInstance();
const dir = mkdtempSync(join(tmpdir(), 'unsigned-'));
after(() => rmSync(dir, { recursive: true, force: true }));

/** ssh-keygen reads its first and last line strictly; gpgsm, gpg and gitsign skip these additions too. */
const SSH_REFUSES = new Set(['carriage returns in the signature', 'one carriage return in the signature']);

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

for (const [what, change] of Object.entries(ADDED))
  test(`${what}: is invalid, although git calls the signature good`, async () => {
    const { raw } = signedCommit(instance);
    const bytes = new Uint8Array(Buffer.from(change(latin1(raw)), 'latin1'));
    const id = objectId('commit', bytes, 'sha1');
    const verdict = await verifyGitObject({ id, type: 'commit', raw: bytes, format: 'sha1' }, instance);
    assert.equal(verdict.outcome, 'invalid');
    assert.deepEqual(
      verdict.checks.map(({ reason }) => reason),
      ['UNSIGNED_TEXT'],
    );
    const peer = findPeer('git-current');
    for (const git of ['git', ...('found' in peer ? [peer.found] : [])])
      assert.equal(gitSays(git, change), SSH_REFUSES.has(what) ? 'bad' : 'good', `${git} on ${what}`);
  });

test('text after the end of a signature is refused, except the empty line that GitHub adds', () => {
  const raw = latin1(signedCommit(instance).raw);
  const behind = (more: string) =>
    new Uint8Array(Buffer.from(raw.replace(/( -----END [A-Z ]*-----\n)/, `$1${more}`), 'latin1'));
  assert.match(unsignedText('commit', behind(' more\n')) ?? '', /text behind its end/);
  assert.equal(unsignedText('commit', behind(' \n')), undefined);
  assert.equal(unsignedText('commit', behind('')), undefined);
});

test('the signature of a tag follows the same rules', () => {
  const tag = (armor: string) =>
    new Uint8Array(Buffer.from(`object ${'a'.repeat(40)}\ntype commit\ntag v1\n\nm\n${armor}`, 'latin1'));
  const armor = '-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n';
  assert.equal(unsignedText('tag', tag(armor)), undefined);
  assert.match(
    unsignedText('tag', tag(armor.replaceAll('\n', '\r\n'))) ?? '',
    /carriage return in the signature/,
  );
  assert.match(unsignedText('tag', tag(`${armor}more\n`)) ?? '', /text behind its end/);
});

/** What git says about a commit whose SSH signature was changed in this way. */
function gitSays(git: string, change: (raw: string) => string): string {
  const env = {
    ...cleanEnvironment(dir),
    GIT_AUTHOR_DATE: '1790001000 +0000',
    GIT_COMMITTER_DATE: '1790001000 +0000',
  };
  const at = (args: readonly string[], input?: string) =>
    execFileSync(git, ['-C', join(dir, 'repo'), ...args], {
      env,
      ...(input !== undefined && { input: Buffer.from(input, 'latin1') }),
    });
  const key = join(dir, 'key');
  if (spawnSync('test', ['-e', key]).status !== 0) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    writeFileSync(join(dir, 'allowed'), `dev@example.test ${readFileSync(`${key}.pub`, 'utf8')}`);
    execFileSync(git, ['init', '-q', join(dir, 'repo')], { env });
    for (const [name, value] of [
      ['user.name', 'Dev'],
      ['user.email', 'dev@example.test'],
      ['gpg.format', 'ssh'],
      ['user.signingKey', key],
      ['gpg.ssh.allowedSignersFile', join(dir, 'allowed')],
    ] as const)
      at(['config', name, value]);
    at(['commit', '-q', '-S', '--allow-empty', '-m', 'x']);
  }
  const raw = at(['cat-file', 'commit', 'HEAD']).toString('latin1');
  const id = at(['hash-object', '-t', 'commit', '-w', '--literally', '--stdin'], change(raw))
    .toString()
    .trim();
  assert.notEqual(id, at(['rev-parse', 'HEAD']).toString().trim());
  const { status, stderr } = spawnSync(git, ['-C', join(dir, 'repo'), 'verify-commit', id], {
    env,
    encoding: 'utf8',
  });
  return status === 0 && /Good "git" signature/.test(stderr) ? 'good' : 'bad';
}
