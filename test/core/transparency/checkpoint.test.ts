import { deepEqual, equal, throws } from 'node:assert/strict';
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, test } from 'node:test';
import { fromHex, toHex } from '../../../core/encoding/index.js';
import { importPublicKey } from '../../../core/primitives/index.js';
import { checkpointKeyId, parseCheckpoint, verifyCheckpoint } from '../../../core/transparency/index.js';
import type { TrustedLog } from '../../../core/trust/index.js';
import { rsaPair } from '../../support/rsa.js';

const ROOT = Buffer.alloc(32, 7).toString('base64');

interface Log {
  readonly log: TrustedLog;
  /** A signature line with a name, by the key of this log. */
  line(name: string, text: string, hint?: Uint8Array): string;
}

function makeLog(
  baseUrl: string,
  pair: { publicKey: KeyObject; privateKey: KeyObject },
  hash: string | null,
): Log {
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' });
  const key = importPublicKey(spki);
  if (!key) throw new Error('no key');
  return {
    log: {
      baseUrl,
      logId: Uint8Array.from(createHash('sha256').update(spki).digest()),
      key,
      validFor: { start: 0 },
    },
    line(name, text, hint = checkpointKeyId(name, key).subarray(0, 4)) {
      const signature = sign(hash, Buffer.from(text), pair.privateKey);
      return `\u2014 ${name} ${Buffer.concat([hint, signature]).toString('base64')}\n`;
    },
  };
}

const p256 = makeLog('http://127.0.0.1:3000', generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'sha256');
const p521 = makeLog('https://log.example', generateKeyPairSync('ec', { namedCurve: 'P-521' }), 'sha512');
const rsa = makeLog('https://log.example', rsaPair(2048), 'sha256');
const p384 = makeLog('https://log.example', generateKeyPairSync('ec', { namedCurve: 'P-384' }), 'sha384');
const ed25519 = makeLog('https://log.example:8443/2026/', generateKeyPairSync('ed25519'), null);
const other = makeLog('https://log.example', generateKeyPairSync('ed25519'), null);

const text = (origin: string, size: string | number = 10, more = ''): string =>
  `${origin}\n${size}\n${ROOT}\n${more}`;
const note = (body: string, ...lines: string[]): string => `${body}\n${lines.join('')}`;
const check = (signed: string, { log }: Log): Promise<string> =>
  verifyCheckpoint(parseCheckpoint(signed), log);

describe('a checkpoint of Rekor v1', () => {
  const body = text('rekor.example - 1193050959916656506');

  test('is accepted when the log named in the origin signed it, with extension lines or without', async () => {
    equal(await check(note(body, p256.line('rekor.example', body)), p256), 'ok');
    const old = text('rekor.example - 1', 10, 'Timestamp: 1686000000000000000\n');
    equal(await check(note(old, p256.line('rekor.example', old)), p256), 'ok');
  });

  test('has the hash of the SPKI as key hint, and is signed with SHA-256 on any curve', async () => {
    const [curve, edwards] = [
      generateKeyPairSync('ec', { namedCurve: 'P-384' }),
      generateKeyPairSync('ed25519'),
    ];
    for (const [pair, hash] of [
      [curve, 'sha256'],
      [edwards, null],
    ] as const) {
      const v1 = makeLog('https://rekor.example', pair, hash);
      const hint = createHash('sha256').update(v1.log.key.spki).digest().subarray(0, 4);
      equal(await check(note(body, v1.line('rekor.example', body, hint)), v1), 'ok');
    }
  });

  test('has an origin of one name and one tree, and nothing else', async () => {
    for (const origin of [
      'a rekor.example - 1',
      'rekor.example - 1 b',
      'rekor.example - 1b',
      'rekor.example - ',
    ]) {
      const odd = text(origin);
      equal(await check(note(odd, p256.line('rekor.example', odd)), p256), 'origin-wrong', origin);
    }
  });

  test('is refused when signed under another name', async () => {
    equal(await check(note(body, p256.line('rekor.other', body)), p256), 'origin-wrong');
  });

  test('is refused when no signature is by the key', async () => {
    equal(await check(note(body, ed25519.line('rekor.example', body)), p256), 'no-signature-of-this-key');
    equal(
      await check(note(body, p256.line('rekor.example', body, Uint8Array.of(1, 2, 3, 4))), p256),
      'no-signature-of-this-key',
    );
  });

  test('is refused when the signature is over another text', async () => {
    const line = p256.line('rekor.example', text('rekor.example - 1193050959916656506', 11));
    equal(await check(note(body, line), p256), 'signature-wrong');
  });
});

describe('a checkpoint of Rekor v2', () => {
  test('is accepted under the host and path of the log, with or without the port, next to witness signatures', async () => {
    for (const name of ['log.example/2026', 'log.example:8443/2026']) {
      const body = text(name);
      const witness = other.line('witness.example/w1', body);
      equal(await check(note(body, witness, ed25519.line(name, body)), ed25519), 'ok');
    }
  });

  test('is accepted from an ECDSA key with the hash of its curve, and from an RSA key with SHA-256', async () => {
    const body = text('log.example');
    for (const log of [p384, p521, rsa])
      equal(await check(note(body, log.line('log.example', body)), log), 'ok');
    const small = { ...p256, log: { ...p256.log, baseUrl: 'https://log.example' } };
    equal(await check(note(body, small.line('log.example', body)), small), 'ok');
  });

  test('is accepted when one of two signatures by its key holds, and refused when neither does', async () => {
    const body = text('log.example');
    const [good, bad] = [p384.line('log.example', body), p384.line('log.example', text('log.example', 11))];
    equal(await check(note(body, bad, good), p384), 'ok');
    equal(await check(note(body, bad, bad), p384), 'signature-wrong');
  });

  test('belongs to its key only if the whole hint matches', async () => {
    const body = text('log.example');
    const hint = checkpointKeyId('log.example', p384.log.key)
      .subarray(0, 4)
      .map((byte, i) => (i === 3 ? byte ^ 1 : byte));
    equal(await check(note(body, p384.line('log.example', body, hint)), p384), 'no-signature-of-this-key');
  });

  test('is refused under any other name, even a part of the right one', async () => {
    for (const name of ['log.example', 'example', 'log', 'evil.example', 'log.example/2026/x', '.*']) {
      const body = text(name);
      equal(await check(note(body, ed25519.line(name, body)), ed25519), 'origin-wrong');
    }
  });

  test('is refused when the origin differs from the name of the signature', async () => {
    const body = text('log.example');
    equal(await check(note(body, ed25519.line('log.example/2026', body)), ed25519), 'origin-wrong');
  });

  test('of a log without a URL has its name compared with the log id, which covers the name', async () => {
    const body = text('log.example');
    const signed = note(body, ed25519.line('log.example', body));
    const logId = checkpointKeyId('log.example', ed25519.log.key);
    equal(await verifyCheckpoint(parseCheckpoint(signed), { ...ed25519.log, baseUrl: '', logId }), 'ok');
    equal(await verifyCheckpoint(parseCheckpoint(signed), { ...ed25519.log, baseUrl: '' }), 'origin-wrong');
    equal(
      await verifyCheckpoint(parseCheckpoint(signed), { ...ed25519.log, baseUrl: 'no url' }),
      'origin-wrong',
    );
  });
});

test('key ids equal those of published logs', () => {
  // sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8 (golang.org/x/mod/sumdb), a note verifier key.
  const raw = Buffer.from('Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8', 'base64').subarray(1);
  const key = importPublicKey(Buffer.concat([fromHex('302a300506032b6570032100'), raw]));
  if (!key) throw new Error('no key');
  equal(toHex(checkpointKeyId('sum.golang.org', key).subarray(0, 4)), '033de0ae');
});

test('the SPKI of a key is hashed once', () => {
  const { key } = p384.log;
  let reads = 0;
  const watched = Object.defineProperty({ ...key }, 'spki', {
    get: () => {
      reads += 1;
      return key.spki;
    },
  });
  deepEqual(checkpointKeyId('a', watched), checkpointKeyId('b', watched));
  equal(reads, 1);
});

test('the key id of an RSA key covers its name, its kind and its SPKI', () => {
  const { key } = rsa.log;
  const expected = createHash('sha256')
    .update('log.example\n')
    .update(Uint8Array.of(0xff))
    .update('PKIX-RSA-PKCS#1v1.5');
  equal(toHex(checkpointKeyId('log.example', key)), expected.update(key.spki).digest('hex'));
});

test('a checkpoint at the limits is read', () => {
  const line = `\u2014 a ${Buffer.from([1, 2, 3, 4, 5]).toString('base64')}\n`;
  equal(parseCheckpoint(note(text('o', '9007199254740991'), line)).treeSize, Number.MAX_SAFE_INTEGER);
  equal(parseCheckpoint(note(text('o'), ...Array.from({ length: 16 }, () => line))).signatures.length, 16);
  const most = 64 << 10;
  const padded = (length: number) => {
    const rest = note(text('o', 1, '\n'), line).length;
    return note(text('o', 1, `${'x'.repeat(length - rest)}\n`), line);
  };
  equal(padded(most).length, most);
  equal(parseCheckpoint(padded(most)).origin, 'o');
  throws(() => parseCheckpoint(padded(most + 1)), { code: 'CHECKPOINT_MALFORMED', message: /too large/ });
  equal(parseCheckpoint(note(text('Ünïcode'), line)).origin, 'Ünïcode');
});

test('each error of a checkpoint has its own message', () => {
  const line = `\u2014 a ${Buffer.from([1, 2, 3, 4, 5]).toString('base64')}\n`;
  const said: [string, RegExp][] = [
    [note(text(''), line), /has no origin/],
    [note(text('o', 'x'), line), /has no tree size/],
    [note('o\n1\n*\n', line), /has a root hash that is not base64/],
    [note('o\n1\nAAAA\n', line), /has a root hash that is not 32 bytes long/],
    [note(text('o'), '\u2014 a AAAAB===\n'), /has a malformed signature line/],
    [note(text('o'), '\u2014 a AAAAB\n'), /has a signature that is not base64/],
    [note(text('o'), '\u2014 a AAAAAA==\n'), /has a signature that is too short/],
    [note(text('o'), `x${line}`), /has a malformed signature line/],
    [note(text('o'), line.replace('\n', 'x=\n')), /has a malformed signature line/],
    [note(text('o', 1, '\n'), line), /has an empty line/],
    [text('o').trimEnd(), /is not a signed note/],
    [text('o'), /is not a signed note/],
    [note(text('o'), line).trimEnd(), /is not a signed note/],
    [note('', line), /is not a signed note/],
    [note('\n', line), /has no origin/],
    [note(text('o\u0007'), line), /has characters that are not allowed/],
    [note(text('o'), ...Array.from({ length: 17 }, () => line)), /more than 16 signatures/],
  ];
  for (const [signed, message] of said) throws(() => parseCheckpoint(signed), { message }, signed);
});

test('the contents of the note are read', () => {
  const body = text('log.example', 0, 'extra line\nanother\n');
  const line = `\u2014 a ${Buffer.from([1, 2, 3, 4, 5]).toString('base64')}\n`;
  const parsed = parseCheckpoint(note(body, line, line));
  equal(parsed.origin, 'log.example');
  equal(parsed.treeSize, 0);
  deepEqual(Buffer.from(parsed.rootHash), Buffer.alloc(32, 7));
  equal(parsed.signatures.length, 2);
  deepEqual(Buffer.from(parsed.signatures[0]?.signature ?? []), Buffer.of(5));
  equal(Buffer.from(parsed.signedBytes).toString(), body);
});

test('a malformed checkpoint is refused', () => {
  const line = `\u2014 a ${Buffer.from([1, 2, 3, 4, 5]).toString('base64')}\n`;
  const body = text('log.example');
  const bad: Record<string, string> = {
    nothing: '',
    'no signature': `${body}\n`,
    'no blank line': `${body}${line}`,
    'no final newline': note(body, line).slice(0, -1),
    'no origin': note(text(''), line),
    'a leading zero': note(text('o', '010'), line),
    'a sign': note(text('o', '-1'), line),
    hexadecimal: note(text('o', '0x10'), line),
    'a size over 2^53': note(text('o', '9007199254740992'), line),
    'a short root': note(`o\n1\n${Buffer.alloc(31).toString('base64')}\n`, line),
    'a root that is not canonical base64': note(`o\n1\n${ROOT.slice(0, -2)}d=\n`, line),
    'no root': note('o\n1\n', line),
    'an empty line in the text': note(`${body}\nmore\n`, line),
    'a carriage return': note(body, line.replace('\n', '\r\n')),
    'a control character': note(text('o\u001b[2J'), line),
    'a lone surrogate': note(text('o\ud800'), line),
    'a hyphen for the dash': note(body, line.replace('\u2014', '-')),
    'a name with a plus': note(body, line.replace(' a ', ' a+b ')),
    'a name with a space': note(body, line.replace(' a ', ' a b ')),
    'a signature of four bytes': note(body, '\u2014 a AAAAAA==\n'),
    'text behind the signatures': note(body, line, 'more\n'),
    'seventeen signatures': note(body, ...Array.from({ length: 17 }, () => line)),
    'too much text': note(text('o', 1, `${'x'.repeat(70_000)}\n`), line),
  };
  for (const [name, signed] of Object.entries(bad))
    throws(() => parseCheckpoint(signed), { name: 'TransparencyError', code: 'CHECKPOINT_MALFORMED' }, name);
});
