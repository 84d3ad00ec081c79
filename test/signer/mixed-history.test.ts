import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { encodePem, fromUtf8, utf8 } from '../../core/encoding/index.js';
import { joinObject } from '../../core/git/index.js';
import { encodeArmor } from '../../core/signature/index.js';
import { NO_SSH_KEYGEN, SshKeys } from '../core/ssh/ssh-keygen.js';
import { GpgHome, NO_GPG } from '../io/gpg/gpg-home.js';
import { createRepo, type GitRepo, run } from '../support/git-repo.js';
import { matchesGolden } from '../support/golden.js';
import { TestInstance } from '../support/instance.js';
import { issueAuthority, newKey } from '../support/pki.js';
import { issueSmime, smimeSignature, withIndefiniteLengths } from '../support/smime.js';
import { PROGRAM } from '../support/waxseal.js';

const ISSUER = 'https://issuer.example.test';
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const WHEN = 1790001000;
const skip = NO_GPG || NO_SSH_KEYGEN;

interface Answer {
  readonly object: { readonly id: string };
  readonly signature: string;
  readonly key?: string;
  readonly outcome: string;
  readonly signer?: { readonly subject: string };
  readonly checks: readonly { readonly outcome: string; readonly reason?: string }[];
}

describe('a history with signatures of every kind', { skip }, () => {
  const instance = new TestInstance();
  const today = Math.trunc(Date.now() / 1000);
  const life = { notBefore: today - 86400, notAfter: today + 86400 };
  let repo: GitRepo;
  let gpg: GpgHome;
  let ssh: SshKeys;

  /** A commit made from a payload and a signature over it, at the end of the branch. */
  async function put(message: string, sign: (payload: Uint8Array) => Uint8Array | undefined): Promise<void> {
    const parent = await repo.git(['rev-parse', 'HEAD']);
    const who = `Dev <dev@example.test> ${WHEN} +0000`;
    const payload = utf8(
      `tree ${EMPTY_TREE}\nparent ${parent}\nauthor ${who}\ncommitter ${who}\n\n${message}\n`,
    );
    const armor = sign(payload);
    const raw = armor ? joinObject({ type: 'commit', payload, armor, format: 'sha1' }) : payload;
    const path = join(repo.home, 'object');
    writeFileSync(path, raw);
    const id = await repo.git(['hash-object', '-t', 'commit', '-w', '--literally', path]);
    await repo.git(['update-ref', 'HEAD', id]);
  }

  async function commit(message: string, format: string, key: string): Promise<void> {
    const date = `${WHEN} +0000`;
    const config = ['-c', `gpg.format=${format}`, '-c', `user.signingKey=${key}`];
    const env = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    await repo.git([...config, 'commit', '-q', '-S', '--allow-empty', '-m', message], env);
  }

  async function trustNothing(): Promise<void> {
    await repo.git(['config', '--global', '--unset-all', 'gpg.ssh.allowedSignersFile']);
  }

  before(async () => {
    gpg = new GpgHome();
    ssh = new SshKeys();
    repo = await createRepo({ env: { GNUPGHOME: gpg.dir } });
    const file = (name: string, content: string) => {
      const path = join(repo.home, name);
      writeFileSync(path, content);
      return path;
    };
    await repo.git(['mktree']);
    await repo.git(['commit', '-q', '--allow-empty', '-m', 'unsigned']);
    await repo.git(['tag', 'start']);
    const trustedRoot = file('trusted_root.json', instance.trustJson);
    await repo.git(['config', '--global', 'waxseal.trustedRoot', trustedRoot]);
    await repo.git(['config', '--global', 'gpg.x509.program', PROGRAM]);
    mkdirSync(join(repo.home, '.config', 'waxseal'), { recursive: true });
    file(
      '.config/waxseal/policy.yaml',
      `identities:\n  - issuer: ${ISSUER}\n    subject: dev@example.test\n`,
    );

    await put('gitsign by me', (payload) => instance.sign(payload).armor);
    const stranger = { subject: 'stranger@example.test' };
    await put('gitsign by a stranger', (payload) => instance.sign(payload, stranger).armor);
    await put('gitsign without its entry', (payload) => instance.sign(payload, { embed: false }).armor);

    const listed = ssh.make('listed', 'ed25519');
    const expired = ssh.make('expired', 'ecdsa');
    const confined = ssh.make('confined', 'ed25519');
    ssh.make('stranger', 'rsa', 2048);
    const lines = [
      `me@example.test ${listed}`,
      `me@example.test valid-before="20200101" ${expired}`,
      `me@example.test namespaces="file" ${confined}`,
    ];
    const allowed = ssh.write('allowed', `${lines.join('\n')}\n`);
    await repo.git(['config', '--global', 'gpg.ssh.allowedSignersFile', allowed]);
    for (const key of ['listed', 'stranger', 'expired', 'confined'])
      await commit(`SSH, ${key}`, 'ssh', join(ssh.dir, key));
    const elsewhere = ssh.sign('listed', 'other bytes');
    await put('SSH over other bytes', () => utf8(elsewhere));

    gpg.make('Me <me@example.test>');
    gpg.make('Gone <gone@example.test>');
    await commit('OpenPGP, my own key', 'openpgp', 'me@example.test');
    await commit('OpenPGP, key not there', 'openpgp', 'gone@example.test');
    const gone = gpg.fingerprint('gone@example.test');
    gpg.run(['--yes', '--delete-secret-and-public-key', gone]);

    const root = issueAuthority('S/MIME root', life);
    const middle = issueAuthority('S/MIME middle', { issuer: root, ...life });
    await repo.git([
      'config',
      '--global',
      'waxseal.x509Roots',
      file('roots.pem', encodePem('CERTIFICATE', root.der)),
    ]);
    const dev = issueSmime(middle, {}, { key: newKey('rsa'), ...life });
    await put('S/MIME below a given root, BER', (payload) =>
      encodeArmor(withIndefiniteLengths(smimeSignature(dev, payload, { bag: [middle, dev] }))),
    );
    const other = issueSmime(issueAuthority('unknown', life), {}, life);
    await put('S/MIME below an unknown root', (payload) => encodeArmor(smimeSignature(other, payload)));
    await put('a header that is no signature', () => utf8('usage: gitsign [flags]\n'));
    await put('no signature', () => undefined);
  });
  after(() => {
    repo?.remove();
    gpg?.remove();
    ssh?.remove();
  });

  async function verify(...args: string[]): Promise<Answer[]> {
    const options = ['verify', '--format=json', ...args];
    const ended = await run(PROGRAM, options, { cwd: repo.dir, env: repo.env });
    assert.equal(ended.stderr, '');
    return JSON.parse(ended.stdout).objects;
  }

  /** By id: what git says (`dies` if it ends with an error), and the commit's message. */
  async function gitLetters(): Promise<Map<string, [letter: string, message: string]>> {
    const listed = await repo.git(['log', '--format=%H%x09%s', 'start..HEAD']);
    const letters = new Map<string, [string, string]>();
    for (const line of listed.split('\n')) {
      const [id = '', message = ''] = line.split('\t');
      const { status, stdout } = await repo.try(['log', '-1', '--format=%G?', id]);
      letters.set(id, [status === 0 ? stdout.trim() : 'dies', message]);
    }
    return letters;
  }

  test('is one table, and git gives no better result for any commit', async () => {
    const letters = await gitLetters();
    const rows = (await verify('start..HEAD')).map(({ object, signature, outcome, signer, checks }) => {
      const [letter, message] = letters.get(object.id) ?? [];
      const reason = checks.find((check) => check.outcome !== 'passed')?.reason ?? '';
      const subject = (signer?.subject ?? '').replace(/^SHA256:.*/, 'SHA256:…');
      return [message, outcome, letter, signature, subject, reason].join(' | ');
    });
    assert.equal(rows.length, letters.size);
    matchesGolden('signer/mixed-history.txt', `${rows.toReversed().join('\n')}\n`);
    const same: Record<string, string> = {
      verified: 'G',
      valid: 'U',
      incomplete: 'E',
      invalid: 'B',
      unsigned: 'N',
      refused: 'B',
    };
    for (const row of rows) {
      const [, outcome = '', letter] = row.split(' | ');
      if (letter === 'dies') continue;
      assert.equal(letter, same[outcome], row);
    }
  });

  test('identity flags refuse a signer without an identity, whatever their name is', async () => {
    const any = ['--certificate-identity-regexp', '.*', '--certificate-oidc-issuer-regexp', '.*'];
    const kinds = new Map<string, Set<string>>();
    for (const { signature, outcome } of await verify('start..HEAD', ...any))
      kinds.set(signature, (kinds.get(signature) ?? new Set()).add(outcome));
    assert.ok(kinds.get('sigstore')?.has('verified'));
    for (const kind of ['ssh', 'openpgp', 'x509']) {
      assert.ok(kinds.get(kind)?.has('refused'), kind);
      assert.ok(!kinds.get(kind)?.has('verified') && !kinds.get(kind)?.has('valid'), kind);
    }
  });

  test('allowed signers inside the repository, or named by its own configuration, allow nobody', async () => {
    const inside = join(repo.dir, 'allowed');
    writeFileSync(inside, readFileSync(join(ssh.dir, 'allowed')));
    const configured = await repo.git(['config', '--global', 'gpg.ssh.allowedSignersFile']);
    const outcomes = async () => {
      const found = (await verify('start..HEAD')).filter(({ signature }) => signature === 'ssh');
      return [...new Set(found.map(({ outcome }) => outcome))].sort();
    };
    try {
      for (const path of [inside, 'allowed', './allowed']) {
        await repo.git(['config', '--global', 'gpg.ssh.allowedSignersFile', path]);
        assert.deepEqual(await outcomes(), ['invalid', 'valid'], path);
      }
      await trustNothing();
      await repo.git(['config', 'gpg.ssh.allowedSignersFile', configured]);
      await repo.git(['config', 'gpg.program', '/nowhere/gpg']);
      assert.deepEqual(await outcomes(), ['invalid', 'valid']);
      const mine = (await verify('start..HEAD')).filter(({ signature }) => signature === 'openpgp');
      assert.ok(mine.some(({ outcome }) => outcome === 'verified'));
    } finally {
      await repo.git(['config', '--global', 'gpg.ssh.allowedSignersFile', configured]);
      await repo.try(['config', '--unset-all', 'gpg.ssh.allowedSignersFile']);
      await repo.try(['config', '--unset-all', 'gpg.program']);
    }
  });

  test('a source of the user’s own trust that cannot be read gives no answer, and never a better one', async () => {
    const missing = join(repo.home, 'nowhere');
    const anybody = join(repo.home, 'anybody.yaml');
    const { key } = (await verify('start..HEAD')).find(({ signature }) => signature === 'ssh') ?? {};
    writeFileSync(
      anybody,
      `version: 1\nsigners:\n  who: {ssh: '${key}'}\nrules:\n  - {name: all, signers: who}\n`,
    );
    const under = async <T>(key: string, value: string, work: () => Promise<T>): Promise<T> => {
      const before = await repo.git(['config', '--global', '--default', '', key]);
      await repo.git(['config', '--global', key, value]);
      try {
        return await work();
      } finally {
        if (before === '') await repo.git(['config', '--global', '--unset-all', key]);
        else await repo.git(['config', '--global', key, before]);
      }
    };
    for (const path of [missing, repo.home])
      for (const options of [[], ['--any-signer'], ['--policy', anybody]])
        await under('gpg.ssh.allowedSignersFile', path, async () => {
          const found = (await verify('start..HEAD', ...options)).filter(
            (one) => one.key === key && one.outcome !== 'invalid',
          );
          const said = new Set(found.map(({ outcome, checks }) => `${outcome} ${checks.at(-1)?.reason}`));
          assert.deepEqual([...said], ['incomplete SSH_ALLOWED_SIGNERS_UNREADABLE'], options.join(' '));
        });
    for (const [key, code] of [
      ['waxseal.x509Roots', 'the roots in'],
      ['waxseal.policy', 'the policy'],
    ] as const)
      for (const path of [missing, repo.home])
        await under(key, path, async () => {
          const options = { cwd: repo.dir, env: repo.env };
          const { status, stderr } = await run(PROGRAM, ['verify', 'start..HEAD', '--any-signer'], options);
          assert.equal(status, 2, key);
          assert.match(stderr, new RegExp(`${code} ${path} (?:cannot be (?:used|read)|does not exist)`));
        });
  });

  test('the answer in the terminal cannot be forged, whatever the signatures contain', async () => {
    const ended = await run(PROGRAM, ['verify', 'start..HEAD'], { cwd: repo.dir, env: repo.env });
    assert.equal(ended.status, 1);
    assert.doesNotMatch(fromUtf8(Buffer.from(ended.stdout)), /\x1b|\[GNUPG:\]/);
  });
});
