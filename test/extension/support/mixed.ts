import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePem, utf8 } from '../../../core/encoding/index.js';
import { encodeArmor } from '../../../core/signature/index.js';
import { NO_SSH_KEYGEN, SshKeys } from '../../core/ssh/ssh-keygen.js';
import { GpgHome, NO_GPG } from '../../io/gpg/gpg-home.js';
import { issueAuthority, newKey } from '../../support/pki.js';
import { issueSmime, smimeSignature, withIndefiniteLengths } from '../../support/smime.js';
import { type EditorRepository, editorRepository, swapped } from './repository.js';

/** Why a history with all kinds of signature cannot be made here, or false. */
export const NO_MIXED = NO_GPG || NO_SSH_KEYGEN;

/** A policy that allows one Sigstore identity, and refuses everyone else it can name. */
export const DEV_ONLY = `signers:
  dev:
    issuer: https://issuer.example.test
    subject: dev@example.test
rules:
  - name: everything
    signers: dev
`;

/** A repository with a signature of every kind, good and bad. The environment names the keyring. */
export function mixedScene(): EditorRepository {
  const [gpg, ssh] = [new GpgHome(), new SshKeys()];
  const repo = editorRepository();
  const home = (name: string, text: string) => {
    const path = join(repo.dir, '..', name);
    writeFileSync(path, text);
    return path;
  };
  const settings = (name: string, value: string) =>
    execFileSync('git', ['config', '--global', name, value], { env: repo.env });
  repo.commit({ message: 'Begin', sign: {}, files: { 'README.md': '# Mixed\n' } });
  repo.commit({ message: 'Sigstore, a stranger', sign: { subject: 'stranger@example.test' } });
  repo.commit({ message: 'Sigstore, no log entry', sign: { embed: false } });
  repo.commit({ message: 'Sigstore, changed me', sign: {}, alter: swapped('changed me', 'changed it') });

  const listed = ssh.make('listed', 'ed25519');
  ssh.make('stranger', 'rsa', 2048);
  const allowed = home('allowed_signers', `me@example.test ${listed}\n`);
  settings('gpg.ssh.allowedSignersFile', allowed);
  const sshSeal = (key: string) => (payload: Uint8Array) =>
    utf8(ssh.sign(key, Buffer.from(payload).toString('latin1')));
  repo.commit({ message: 'SSH, listed', seal: sshSeal('listed') });
  repo.commit({ message: 'SSH, a stranger', seal: sshSeal('stranger') });
  repo.commit({ message: 'SSH, other bytes', seal: () => utf8(ssh.sign('listed', 'other bytes')) });

  gpg.make('Me <me@example.test>');
  gpg.make('Gone <gone@example.test>');
  const gpgSeal = (user: string) => (payload: Uint8Array) =>
    utf8(gpg.sign(user, Buffer.from(payload).toString('latin1')));
  repo.commit({ message: 'OpenPGP, my own key', seal: gpgSeal('me@example.test') });
  repo.commit({ message: 'OpenPGP, key not there', seal: gpgSeal('gone@example.test') });
  gpg.run(['--yes', '--delete-secret-and-public-key', gpg.fingerprint('gone@example.test')]);

  const today = Math.trunc(Date.now() / 1000);
  const life = { notBefore: today - 86_400, notAfter: today + 86_400 };
  const root = issueAuthority('S/MIME root', life);
  const middle = issueAuthority('S/MIME middle', { issuer: root, ...life });
  settings('waxseal.x509Roots', home('roots.pem', encodePem('CERTIFICATE', root.der)));
  const dev = issueSmime(middle, {}, { key: newKey('rsa'), ...life });
  const other = issueSmime(issueAuthority('unknown', life), {}, life);
  repo.commit({
    message: 'S/MIME, a root that was given',
    seal: (payload) =>
      encodeArmor(withIndefiniteLengths(smimeSignature(dev, payload, { bag: [middle, dev] }))),
  });
  repo.commit({
    message: 'S/MIME, an unknown root',
    seal: (payload) => encodeArmor(smimeSignature(other, payload)),
  });
  repo.commit({ message: 'No signature in its place', seal: () => utf8('usage: gitsign [flags]\n') });
  repo.commit({ message: 'No signature' });
  repo.tag({ name: 'v1', sign: {} });
  repo.tag({ name: 'v2', sign: { subject: 'stranger@example.test' } });
  repo.tag({ name: 'v3' });
  return {
    ...repo,
    env: { ...repo.env, GNUPGHOME: gpg.dir },
    remove: () => {
      repo.remove();
      gpg.remove();
      ssh.remove();
    },
  };
}
