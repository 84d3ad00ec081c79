import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { unsignedText } from '../../core/git/index.js';
import { ADDED } from '../core/verify/unsigned-forms.js';
import { cleanEnvironment } from '../support/git-repo.js';
import { NO_OPENSSL } from '../support/openssl.js';
import { findPeer } from '../support/peers.js';

// What git says about text that no signature covers, with OpenPGP and CMS. `core/verify/unsigned-text` does the same with SSH.

// A short path, because gpg's agent puts its socket there.
const dir = mkdtempSync(join(tmpdir(), 'unsigned-'));
const env = {
  ...cleanEnvironment(dir),
  GNUPGHOME: dir,
  GIT_AUTHOR_DATE: '1790001000 +0000',
  GIT_COMMITTER_DATE: '1790001000 +0000',
};
after(() => {
  spawnSync('gpgconf', ['--kill', 'all'], { env });
  rmSync(dir, { recursive: true, force: true });
});
const NO_GPG = spawnSync('gpg', ['--version']).status === 0 ? false : 'gpg is not installed (Debian: gnupg)';

/** The program that git runs for CMS: openssl, with the words that git expects. */
const CMS = `#!/bin/sh
cd '${dir}' || exit 2
case $* in
*--verify*) file=$2
  [ "$1" = --verify ] || file=$3
  sed 's/SIGNED MESSAGE/CMS/' "$file" >signature && cat >payload &&
  openssl cms -verify -binary -inform PEM -in signature -content payload -CAfile cert.pem -purpose any -out signed 2>error &&
  cmp -s payload signed && printf '[GNUPG:] NEWSIG\\n[GNUPG:] GOODSIG 1 Dev\\n[GNUPG:] TRUST_FULLY 0\\n' ;;
*) openssl cms -sign -binary -outform PEM -signer cert.pem -inkey key.pem | sed 's/CMS/SIGNED MESSAGE/' &&
  printf '\\n[GNUPG:] SIG_CREATED D\\n' >&2 ;;
esac
`;

/** Makes a key and the git settings to use it. */
const FORMATS: Readonly<Record<string, () => readonly (readonly [string, string])[]>> = {
  openpgp: () => {
    chmodSync(dir, 0o700);
    const key = [
      '--batch',
      '--passphrase',
      '',
      '--quick-gen-key',
      'dev@example.test',
      'ed25519',
      'sign',
      'never',
    ];
    execFileSync('gpg', key, { env, stdio: 'ignore' });
    return [['gpg.format', 'openpgp']];
  },
  x509: () => {
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=Dev', '-days', '3650'];
    const files = ['-keyout', join(dir, 'key.pem'), '-out', join(dir, 'cert.pem')];
    execFileSync('openssl', [...made, ...files], { env, stdio: 'ignore' });
    writeFileSync(join(dir, 'cms'), CMS, { mode: 0o700 });
    return [
      ['gpg.format', 'x509'],
      ['gpg.x509.program', join(dir, 'cms')],
    ];
  },
};

for (const [format, settings] of Object.entries(FORMATS))
  describe(`git calls a commit signed with ${format} good and waxseal does not, with`, {
    skip: format === 'x509' ? NO_OPENSSL : NO_GPG,
  }, () => {
    const repo = join(dir, `repo-${format}`);
    const at = (args: readonly string[], input?: string): string =>
      execFileSync('git', ['-C', repo, ...args], {
        env,
        stdio: ['pipe', 'pipe', 'ignore'],
        ...(input !== undefined && { input: Buffer.from(input, 'latin1') }),
      }).toString('latin1');
    let raw = '';

    function signed(): string {
      if (raw !== '') return raw;
      execFileSync('git', ['init', '-q', repo], { env });
      const own = [
        ['user.name', 'Dev'],
        ['user.email', 'dev@example.test'],
        ['user.signingKey', 'dev@example.test'],
      ] as const;
      for (const [name, value] of [...own, ...settings()]) at(['config', name, value]);
      at(['commit', '-q', '-S', '--allow-empty', '-m', 'x']);
      raw = at(['cat-file', 'commit', 'HEAD']);
      return raw;
    }

    const verify = (git: string, text: string): boolean => {
      const id = at(['hash-object', '-t', 'commit', '-w', '--literally', '--stdin'], text).trim();
      return spawnSync(git, ['-C', repo, 'verify-commit', id], { env }).status === 0;
    };
    const programs = (): string[] => {
      const peer = findPeer('git-current');
      return ['git', ...('found' in peer ? [peer.found] : [])];
    };
    const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

    for (const [what, change] of Object.entries(ADDED))
      test(what, () => {
        const text = change(signed());
        assert.notEqual(text, signed());
        for (const git of programs()) assert.equal(verify(git, text), true, git);
        assert.notEqual(unsignedText('commit', bytes(text), 'sha1'), undefined);
      });

    test('nothing added: both call it good; another message: git does not', () => {
      assert.equal(unsignedText('commit', bytes(signed()), 'sha1'), undefined);
      for (const git of programs()) {
        assert.equal(verify(git, signed()), true, git);
        assert.equal(verify(git, signed().replace(/\nx\n$/, '\ny\n')), false, git);
      }
    });
  });
