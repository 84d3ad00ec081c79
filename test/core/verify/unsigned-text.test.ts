import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { utf8 } from '../../../core/encoding/index.js';
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
  assert.match(unsignedText('commit', behind(' more\n'), 'sha1') ?? '', /text behind its end/);
  assert.equal(unsignedText('commit', behind(' \n'), 'sha1'), undefined);
  assert.equal(unsignedText('commit', behind(''), 'sha1'), undefined);
});

test('a signature over the object in the other format is no unsigned text, in a commit or a tag', () => {
  const folded = (name: string, armor: string) => `${name} ${armor.trimEnd().replaceAll('\n', '\n ')}\n`;
  const pgp =
    '-----BEGIN PGP SIGNATURE-----\nVersion: GnuPG v1\n\niQEz/+A=\n=abcd\n-----END PGP SIGNATURE-----\n';
  const ssh = '-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n';
  const cms = '-----BEGIN SIGNED MESSAGE-----\nMIIA\n-----END SIGNED MESSAGE-----\n';
  const wrong = [
    'text\n',
    pgp.replace('Version: GnuPG v1', 'some text'),
    ssh.replace('AAAA', 'Comment: x'),
    ssh.replace('END SSH', 'END PGP'),
    cms.replace('-----BEGIN SIGNED', '----BEGIN SIGNED'),
  ];
  const names = { sha1: 'gpgsig', sha256: 'gpgsig-sha256' };
  for (const [format, other] of [
    ['sha1', 'sha256'],
    ['sha256', 'sha1'],
  ] as const) {
    const commit = (header: string) =>
      utf8(`tree ${'a'.repeat(40)}\n${folded(names[format], ssh)}${header}\nm\n`);
    const tag = (header: string) =>
      utf8(`object ${'a'.repeat(40)}\ntype commit\ntag v1\n${header}\nm\n${ssh}`);
    for (const [type, raw] of [
      ['commit', commit],
      ['tag', tag],
    ] as const) {
      for (const armor of [pgp, ssh, cms])
        assert.equal(unsignedText(type, raw(folded(names[other], armor)), format), undefined);
      for (const armor of wrong)
        assert.match(unsignedText(type, raw(folded(names[other], armor)), format) ?? '', /signature/, armor);
      const twice = folded(names[other], ssh).repeat(2);
      if (type === 'commit')
        assert.match(unsignedText(type, raw(twice), format) ?? '', /two signature headers/);
      assert.match(unsignedText(type, raw('gpgsig-note x\n'), format) ?? '', /none of git’s/);
    }
    assert.match(unsignedText('tag', tag(folded(names[format], ssh)), format) ?? '', /none of git’s/);
  }
});

test('a header that git cuts out of a signed tag is invalid, although the signature holds without it', async () => {
  const text = `object ${'a'.repeat(40)}\ntype commit\ntag v1\ntagger D <d@e.test> 1790001000 +0000\n`;
  const { armor } = instance.sign(utf8(`${text}\nm\n`));
  for (const [header, outcome] of [
    ['', 'valid'],
    ['gpgsig text\n', 'invalid'],
    ['gpgsig-sha256 text\n', 'invalid'],
  ] as const) {
    const raw = utf8(`${text}${header}\nm\n${latin1(armor)}`);
    const object = { id: objectId('tag', raw, 'sha1'), type: 'tag', raw, format: 'sha1' } as const;
    const { outcome: said, checks } = await verifyGitObject(object, instance);
    assert.equal(said, outcome, header);
    if (header !== '')
      assert.deepEqual(
        checks.map(({ reason }) => reason),
        ['UNSIGNED_TEXT'],
      );
  }
});

test('the signature of a tag follows the same rules', () => {
  const tag = (armor: string) =>
    new Uint8Array(Buffer.from(`object ${'a'.repeat(40)}\ntype commit\ntag v1\n\nm\n${armor}`, 'latin1'));
  const armor = '-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n';
  assert.equal(unsignedText('tag', tag(armor), 'sha1'), undefined);
  assert.match(
    unsignedText('tag', tag(armor.replaceAll('\n', '\r\n')), 'sha1') ?? '',
    /carriage return in the signature/,
  );
  assert.match(unsignedText('tag', tag(`${armor}more\n`), 'sha1') ?? '', /text behind its end/);
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
