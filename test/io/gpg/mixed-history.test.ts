import { equal, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { type ObjectFormat, splitObject } from '../../../core/git/index.js';
import { openPgpResult, parseOpenPgpSignature } from '../../../core/signature/openpgp/index.js';
import {
  parseAllowedSigners,
  parseSshSignature,
  verifySshSignature,
} from '../../../core/signature/ssh/index.js';
import { outcomeOf } from '../../../core/verdict/checks.js';
import { GpgVerifier } from '../../../io/gpg/verifier.js';
import { localOffset } from '../../../io/ssh/local-offset.js';
import { NO_SSH_KEYGEN, SshKeys } from '../../core/ssh/ssh-keygen.js';
import { GpgHome, NO_GPG } from './gpg-home.js';

const WHEN = '1767225600 +0100';

/** A repository whose commits and tags git itself signed with SSH and OpenPGP keys. */
class MixedHistory {
  readonly gpg = new GpgHome();
  readonly ssh = new SshKeys();
  readonly allowed: string;
  readonly repo: string;

  constructor(readonly format: ObjectFormat) {
    this.repo = join(this.gpg.dir, 'repo');
    this.gpg.make('Me <me@example.com>');
    this.allowed = this.ssh.write('allowed', `me@example.com ${this.ssh.make('listed', 'ed25519')}\n`);
    this.ssh.make('unlisted', 'ecdsa');
    this.git(['init', '-q', `--object-format=${format}`, this.repo], this.gpg.dir);
  }

  git(args: readonly string[], cwd = this.repo) {
    const who = { NAME: 'Me', EMAIL: 'me@example.com', DATE: WHEN };
    const idents = ['AUTHOR', 'COMMITTER'].flatMap((role) =>
      Object.entries(who).map(([field, value]) => [`GIT_${role}_${field}`, value] as const),
    );
    const config = ['-c', `gpg.ssh.allowedSignersFile=${this.allowed}`, '-c', 'core.autocrlf=false'];
    return spawnSync('git', [...config, ...args], {
      cwd,
      env: { ...this.gpg.env, TZ: 'UTC', ...Object.fromEntries(idents) },
    });
  }

  /** Signs a commit, or a tag of HEAD, with a key; returns its id. */
  sign(what: 'commit' | 'tag', key: string, message: string): string {
    const ssh =
      key === 'gpg' ? [] : ['-c', 'gpg.format=ssh', '-c', `user.signingKey=${join(this.ssh.dir, key)}`];
    const command =
      what === 'commit'
        ? ['commit', '-q', '-S', '--allow-empty', '-m', message]
        : ['tag', '-s', '-m', message, message];
    const made = this.git([...ssh, ...command]);
    equal(made.status, 0, made.stderr.toString());
    return this.git(['rev-parse', what === 'commit' ? 'HEAD' : `refs/tags/${message}`])
      .stdout.toString()
      .trim();
  }

  remove(): void {
    this.gpg.remove();
    this.ssh.remove();
  }
}

async function judge(history: MixedHistory, type: 'commit' | 'tag', id: string) {
  const raw = new Uint8Array(history.git(['cat-file', type, id]).stdout);
  const { payload, signature } = splitObject(type, raw, history.format);
  ok(signature);
  if (signature.kind === 'openpgp') {
    const parsed = parseOpenPgpSignature(signature.armor);
    return openPgpResult(parsed, await new GpgVerifier({ env: history.gpg.env }).verify(parsed, payload));
  }
  const file = history.ssh.read('allowed');
  return verifySshSignature({
    signature: parseSshSignature(signature.armor),
    payload,
    allowedSigners: parseAllowedSigners(file, localOffset),
    time: Number(WHEN.split(' ')[0]),
  });
}

for (const format of ['sha1', 'sha256'] as const) {
  describe(`a ${format} history that git signed with SSH and OpenPGP keys`, {
    skip: NO_GPG || NO_SSH_KEYGEN,
  }, () => {
    const history = NO_GPG || NO_SSH_KEYGEN ? undefined : new MixedHistory(format);
    after(() => history?.remove());

    for (const [key, letter, decision] of [
      ['gpg', 'G', 'allowed'],
      ['listed', 'G', 'allowed'],
      ['unlisted', 'U', 'not-stated'],
    ] as const) {
      test(`a commit signed with ${key} has the result that git gives`, async () => {
        ok(history);
        const id = history.sign('commit', key, `line one\n\n${key}\n`);
        const result = await judge(history, 'commit', id);
        equal(outcomeOf(result.checks), 'valid');
        equal(result.decision.decision, decision);
        equal(history.git(['log', '-1', '--format=%G?', id]).stdout.toString().trim(), letter);
      });

      test(`a tag signed with ${key} has the result that git gives`, async () => {
        ok(history);
        const id = history.sign('tag', key, `v-${key}`);
        const result = await judge(history, 'tag', id);
        equal(outcomeOf(result.checks), 'valid');
        equal(result.decision.decision, decision);
        equal(history.git(['verify-tag', id]).status === 0, letter === 'G');
      });
    }
  });
}
