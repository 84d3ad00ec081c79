import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import {
  parseAllowedSigners,
  parseSshRevocation,
  parseSshSignature,
  SshSignatureError,
  verifySshSignature,
} from '../../../core/signature/ssh/index.js';
import { matchesPattern, matchesPatternList } from '../../../core/signature/ssh/pattern.js';
import { armored, certificate, SecurityKey, sshsig, string, toBeSigned, uint32 } from './ssh-keys.js';

/** A small seeded generator (mulberry32): numbers below `limit`. */
function generator(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

/** `bytes` with a few octets changed, removed, doubled or inserted. */
function mutated(bytes: Uint8Array, next: (limit: number) => number): Buffer {
  let out = Buffer.from(bytes);
  for (let n = 1 + next(3); n > 0; n--) {
    const at = next(out.length + 1);
    const kind = next(4);
    if (kind === 0 && out.length > 0) out[at % out.length] = next(256);
    else if (kind === 1) out = out.subarray(0, at);
    else if (kind === 2) out = Buffer.concat([out.subarray(0, at), Buffer.of(next(256)), out.subarray(at)]);
    else out = Buffer.concat([out.subarray(0, at), out.subarray(Math.max(0, at - next(40)))]);
  }
  return out;
}

function krl(): Buffer {
  const serials = Buffer.concat([Buffer.of(0x20), string(Buffer.from('0000000000000005', 'hex'))]);
  const range = Buffer.concat([
    Buffer.of(0x21),
    string(Buffer.from('00000000000000060000000000000009', 'hex')),
  ]);
  const bitmap = Buffer.concat([
    Buffer.of(0x22),
    string(Buffer.concat([Buffer.alloc(8, 1), string(Buffer.of(0x15))])),
  ]);
  const ids = Buffer.concat([Buffer.of(0x23), string(string('id'))]);
  const certificates = Buffer.concat([string(''), string(''), serials, range, bitmap, ids]);
  return Buffer.concat([
    Buffer.from('SSHKRL\n\0'),
    uint32(1),
    Buffer.alloc(24),
    string(''),
    string('comment'),
    Buffer.of(1),
    string(certificates),
    Buffer.of(3),
    string(string(Buffer.alloc(20, 3))),
    Buffer.of(255),
    string(Buffer.concat([string('x@y'), Buffer.of(0), string('z')])),
  ]);
}

test('modified signatures, certificates and armor give a typed error or a verdict that is not good', async () => {
  const next = generator(20261122);
  const key = new SecurityKey('ed25519');
  const signed = key.signBlob(toBeSigned('payload'));
  const certified = certificate(key, new SecurityKey('ecdsa'), [['verify-required', Buffer.alloc(0)]]);
  const armor = Buffer.from(sshsig({ key: certified, signature: signed }));
  const blob = Buffer.from(armor.toString('latin1').split('\n').slice(1, -2).join(''), 'base64');
  const counts = { refused: 0, judged: 0 };
  for (let i = 0; i < 4000; i++) {
    const changed = i % 2 === 0 ? mutated(armor, next) : Buffer.from(armored(mutated(blob, next)));
    let signature: ReturnType<typeof parseSshSignature>;
    try {
      signature = parseSshSignature(changed);
    } catch (error) {
      ok(error instanceof SshSignatureError, String(error));
      counts.refused++;
      continue;
    }
    const { checks, signer } = await verifySshSignature({
      signature,
      payload: Buffer.from('payload'),
      time: 1,
    });
    const sound = checks.every(({ outcome }) => outcome === 'passed');
    equal(signer !== undefined, sound);
    if (sound) {
      ok(certified.equals(signature.key.blob));
      ok(signed.equals(signature.signature));
    }
    counts.judged++;
  }
  ok(counts.refused > 1000 && counts.judged > 100, JSON.stringify(counts));
});

test('modified revocation lists, and random bytes after their magic, give a typed error or a list', () => {
  const next = generator(7);
  const whole = krl();
  equal(parseSshRevocation(whole).kind, 'krl');
  let refused = 0;
  for (let i = 0; i < 5000; i++) {
    const changed = Buffer.concat([whole.subarray(0, 8), mutated(whole.subarray(8), next)]);
    try {
      parseSshRevocation(changed);
    } catch (error) {
      ok(error instanceof SshSignatureError, String(error));
      refused++;
    }
  }
  ok(refused > 1000);
});

test('every prefix of a revocation list is refused, except at the end of a section', () => {
  const whole = krl();
  let read = 0;
  for (let length = 8; length < whole.length; length++) {
    try {
      parseSshRevocation(whole.subarray(0, length));
      read++;
    } catch (error) {
      ok(error instanceof SshSignatureError, String(error));
    }
  }
  equal(read, 3);
});

test('modified allowed signers files never throw', () => {
  const next = generator(99);
  const { line } = new SecurityKey('ed25519');
  const file = Buffer.from(
    `a,!b cert-authority,namespaces="git\\"x",valid-after="20260101" ${line} c\n"q r" ${line}\n`,
  );
  let problems = 0;
  for (let i = 0; i < 5000; i++) {
    const parsed = parseAllowedSigners(mutated(file, next), () => 0);
    ok(parsed.signers.length + parsed.problems.length <= 50);
    problems += parsed.problems.length;
  }
  ok(problems > 1000);
});

test('patterns match as a simple recursive matcher says', () => {
  const slow = (text: string, pattern: string): boolean => {
    if (pattern === '') return text === '';
    if (pattern[0] === '*')
      return slow(text, pattern.slice(1)) || (text !== '' && slow(text.slice(1), pattern));
    return (
      text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && slow(text.slice(1), pattern.slice(1))
    );
  };
  const next = generator(5);
  const random = (alphabet: string, most: number) =>
    Array.from({ length: next(most) }, () => alphabet[next(alphabet.length)]).join('');
  let matches = 0;
  for (let i = 0; i < 20000; i++) {
    const text = random('ab', 7);
    const pattern = random('ab*?', 6);
    equal(matchesPattern(text, pattern), slow(text, pattern), `${text} ${pattern}`);
    if (slow(text, pattern)) matches++;
  }
  ok(matches > 1000);
});

test('a pattern made to take exponential time is answered at once', () => {
  equal(matchesPattern('a'.repeat(20000), `${'*a'.repeat(500)}b`), false);
});

test('a list with an overlong pattern matches nothing', () => {
  equal(matchesPatternList('a', `a,${'b'.repeat(1022)}`), true);
  equal(matchesPatternList('a', `a,${'b'.repeat(1023)}`), false);
  equal(matchesPatternList('a', 'a,!a'), false);
  equal(matchesPatternList('', 'a'), false);
});
