import { deepEqual, equal, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  parseAllowedSigners,
  parseSshRevocation,
  parseSshSignature,
  type SshResult,
  verifySshSignature,
} from '../../../core/signature/ssh/index.js';
import { CASES } from './allowed-cases.js';
import { commitPayload, GitSsh } from './git-ssh.js';
import { NO_SSH_KEYGEN, SshKeys } from './ssh-keygen.js';
import { SecurityKey } from './ssh-keys.js';

const AT = 1_767_225_600; // 2026-01-01T00:00:00Z, the evening before five hours west of it
const west = (): number => -5 * 3600;

/** git's letter for our result. */
function letter({ checks, decision }: SshResult): string {
  if (checks.some(({ outcome }) => outcome === 'failed')) return 'B';
  return { allowed: 'G', refused: 'B', 'not-stated': 'U', 'cannot-answer': 'E' }[decision.decision];
}

describe('what ssh-keygen and git say of allowed signers files', { skip: NO_SSH_KEYGEN }, () => {
  const keys = new SshKeys();
  const payload = commitPayload(AT);
  let git: GitSsh;
  let line: Record<string, string>;
  let signatures: Record<string, string>;

  after(() => keys.remove());
  before(() => {
    git = new GitSsh(keys);
    line = {
      ed: keys.make('ed', 'ed25519'),
      other: keys.make('other', 'ed25519'),
      ca: keys.make('ca', 'ed25519'),
      rsa: keys.make('rsa', 'rsa', 2048),
      p256: keys.make('p256', 'ecdsa', 256),
      p384: keys.make('p384', 'ecdsa', 384),
      p521: keys.make('p521', 'ecdsa', 521),
    };
    const always = ['-V', 'always:forever', '-I', 'id-1', '-z', '5'];
    for (const [name, options] of Object.entries({
      user: ['-n', 'alice@example.com,bob@example.com', ...always],
      host: ['-h', '-n', 'alice@example.com', ...always],
      nobody: always,
      expired: ['-n', 'alice@example.com', '-I', 'x', '-V', '20200101:20251231'],
      future: ['-n', 'alice@example.com', '-I', 'x', '-V', '20260201:20270101'],
      forced: ['-n', 'alice@example.com', '-O', 'force-command=true', '-I', 'x', '-z', '9'],
    })) {
      keys.make(`c-${name}`, name === 'forced' ? 'rsa' : 'ed25519');
      keys.certify(name === 'forced' ? 'rsa' : 'ca', `c-${name}`, options);
    }
    const sk = new SecurityKey('ed25519');
    const skEcdsa = new SecurityKey('ecdsa', 'ssh:work');
    line['sk'] = sk.line;
    line['skEcdsa'] = skEcdsa.line;
    line['userCert'] = keys.publicKey('c-user-cert');
    signatures = {
      ed: keys.sign('ed', payload),
      sha256: keys.sign('ed', payload, ['-O', 'hashalg=sha256']),
      rsa: keys.sign('rsa', payload),
      p256: keys.sign('p256', payload),
      p384: keys.sign('p384', payload),
      p521: keys.sign('p521', payload),
      sk: sk.sign(payload),
      skUntouched: sk.sign(payload, 0),
      skEcdsa: skEcdsa.sign(payload),
      ...Object.fromEntries(
        ['user', 'host', 'nobody', 'expired', 'future', 'forced'].map((name) => [
          name,
          keys.sign(`c-${name}-cert.pub`, payload),
        ]),
      ),
    };
  });

  async function ours(signature: string, allowed: string, revoked?: Uint8Array): Promise<SshResult> {
    return verifySshSignature({
      signature: parseSshSignature(Buffer.from(signatures[signature] ?? '')),
      payload: Buffer.from(payload),
      allowedSigners: parseAllowedSigners(Buffer.from(allowed), west),
      ...(revoked ? { revocation: parseSshRevocation(revoked) } : {}),
      time: AT,
    });
  }

  function theirs(signature: string, allowed: string, revoked?: Uint8Array) {
    const id = git.commit(payload, signatures[signature] ?? '');
    return git.verdict(id, {
      allowed: keys.write('allowed', allowed),
      ...(revoked ? { revoked: keys.write('revoked', revoked) } : {}),
    });
  }

  function fill(text: string): string {
    return text.replace(/\{(\w+)\}/g, (_, name: string) => line[name] ?? '');
  }

  for (const [signature, file, expected] of CASES) {
    const name = JSON.stringify(file.replaceAll('\n', ' // '));
    test(`a signature by ${signature} under ${name} is ${expected}`, async () => {
      const allowed = fill(file);
      const result = await ours(signature, allowed);
      const git = theirs(signature, allowed);
      equal(letter(result), expected, result.decision.detail);
      equal(git.letter, expected, 'git');
      if (expected === 'G') equal(result.signer?.subject, git.signer);
      if (expected === 'U') equal(result.signer?.subject, result.fingerprint);
    });
  }

  const krl = (options: readonly string[], spec: string): Uint8Array => {
    keys.write('spec', spec);
    const made = keys.run(['-q', '-k', '-f', 'krl', ...options, 'spec']);
    equal(made.status, 0, made.stderr);
    return keys.read('krl');
  };
  const REVOKED: readonly (readonly [string, string, () => Uint8Array, 'G' | 'B'])[] = [
    ['ed', 'a key list that names it', () => Buffer.from(fill('{ed} comment')), 'B'],
    ['ed', 'a key list that names others', () => Buffer.from(fill('# c\n\n{other}\n{rsa}\n')), 'G'],
    ['user', 'a key list that names its authority', () => Buffer.from(fill('{ca}')), 'B'],
    ['user', 'a key list with its plain key', () => Buffer.from(keys.publicKey('c-user')), 'B'],
    ['ed', 'an empty KRL', () => krl([], ''), 'G'],
    ['ed', 'a KRL with the key', () => krl([], fill('key: {ed}\n')), 'B'],
    ['ed', 'a KRL with its SHA-1', () => krl([], fill('sha1: {ed}\n')), 'B'],
    ['ed', 'a KRL with its SHA-256', () => krl([], fill('sha256: {ed}\n')), 'B'],
    ['ed', 'a KRL with another SHA-256', () => krl([], fill('sha256: {other}\n')), 'G'],
    ['user', 'a KRL with its serial', () => krl(['-s', 'ca.pub'], 'serial: 5\n'), 'B'],
    ['user', 'a KRL with a range', () => krl(['-s', 'ca.pub'], 'serial: 3-4\nserial: 5-900000\n'), 'B'],
    ['user', 'a KRL with a range beside it', () => krl(['-s', 'ca.pub'], 'serial: 6-900000\n'), 'G'],
    [
      'user',
      'a KRL with a bitmap',
      () => krl(['-s', 'ca.pub'], 'serial: 1\nserial: 3\nserial: 5\nserial: 8\n'),
      'B',
    ],
    [
      'user',
      'a KRL with a bitmap beside it',
      () => krl(['-s', 'ca.pub'], 'serial: 1\nserial: 3\nserial: 6\nserial: 8\n'),
      'G',
    ],
    ['user', 'a KRL with its id', () => krl(['-s', 'ca.pub'], 'id: id-1\n'), 'B'],
    ['user', 'a KRL of every authority with its id', () => krl(['-s', 'none'], 'id: id-1\n'), 'B'],
    [
      'user',
      'a KRL of another authority with its serial',
      () => krl(['-s', 'other.pub'], 'serial: 5\n'),
      'G',
    ],
    ['user', 'a KRL with its authority', () => krl([], fill('key: {ca}\n')), 'B'],
  ];
  for (const [signature, what, file, expected] of REVOKED) {
    test(`a signature by ${signature} under ${what} is ${expected}`, async () => {
      const allowed = fill('* {ed}\n* cert-authority {ca}\n');
      const revoked = file();
      const result = await ours(signature, allowed, revoked);
      equal(letter(result), expected);
      equal(theirs(signature, allowed, revoked).letter, expected, 'git');
    });
  }

  test('a revocation file with an invalid line is refused as a whole, and git verifies nothing with it', async () => {
    const file = Buffer.from('nonsense\n');
    equal(theirs('ed', fill('* {ed}'), file).letter, 'B');
    let code = '';
    try {
      parseSshRevocation(file);
    } catch (error) {
      code = (error as { code: string }).code;
    }
    equal(code, 'SSH_REVOCATION_MALFORMED');
  });

  test('a revoked key that is not listed is invalid, although git only calls it unknown', async () => {
    const result = await ours('ed', '', Buffer.from(fill('{ed}')));
    deepEqual(
      result.checks.filter(({ outcome }) => outcome === 'failed').map(({ reason }) => reason),
      ['SSH_KEY_REVOKED'],
    );
    equal(theirs('ed', '', Buffer.from(fill('{ed}'))).letter, 'U');
  });

  test('invalid lines are reported with their numbers', () => {
    const { signers, problems } = parseAllowedSigners(
      Buffer.from(fill('# c\nalice {ed}\nbob\ncarol zzz {ed}\ndave valid-after="x" {ed}\n')),
      west,
    );
    equal(signers.length, 1);
    deepEqual(problems, [
      { line: 3, message: 'no key after the principals, or a quote that is not closed' },
      { line: 4, message: 'an unknown option' },
      {
        line: 5,
        message: '"valid-after" is not a time such as 20261231, 202612312359 or 20261231235959Z',
      },
    ]);
  });

  test('the fingerprint equals that of ssh-keygen', async () => {
    for (const name of ['ed', 'rsa', 'p256', 'p384', 'p521']) {
      const { fingerprint } = await ours(name, '');
      ok(keys.run(['-l', '-f', `${name}.pub`]).stdout.includes(` ${fingerprint} `), name);
    }
  });
});
