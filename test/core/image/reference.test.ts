import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  attachmentTag,
  digestOf,
  type ImageReferenceError,
  isDigest,
  matchesDigest,
  parseDigest,
  parseReference,
  parseRepository,
  printReference,
  referrersTag,
} from '../../../core/image/index.js';

const HEX = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
const SHA256 = `sha256:${HEX}` as const;
const SHA512 = `sha512:${HEX}${HEX}` as const;

/** The code of the error that `run` throws; '' for none. */
function codeOf(run: () => unknown): string {
  try {
    run();
    return '';
  } catch (error) {
    return (error as ImageReferenceError).code;
  }
}

describe('the name of an image', () => {
  const FULL = {
    busybox: 'index.docker.io/library/busybox:latest',
    'busybox:1.36': 'index.docker.io/library/busybox:1.36',
    'docker.io/busybox': 'index.docker.io/library/busybox:latest',
    'index.docker.io/busybox': 'index.docker.io/library/busybox:latest',
    'grafana/grafana': 'index.docker.io/grafana/grafana:latest',
    'ghcr.io/a/b/c:v1': 'ghcr.io/a/b/c:v1',
    'ghcr.io/busybox': 'ghcr.io/busybox:latest',
    'GHCR.io/a': 'ghcr.io/a:latest',
    'localhost/a': 'localhost/a:latest',
    'localhost:5001/a:b': 'localhost:5001/a:b',
    'registry:5000/a': 'registry:5000/a:latest',
    'foo.bar': 'index.docker.io/library/foo.bar:latest',
    'localhost:5000': 'index.docker.io/library/localhost:5000',
    '127.0.0.1:5000/a': '127.0.0.1:5000/a:latest',
    '[::1]:5000/a/b:c': '[::1]:5000/a/b:c',
    '[2001:db8::1]/a': '[2001:db8::1]/a:latest',
    '[::ffff:10.0.0.1]/a': '[::ffff:10.0.0.1]/a:latest',
    'a__b/c-d.e_f': 'index.docker.io/a__b/c-d.e_f:latest',
    [`ghcr.io/a@${SHA256}`]: `ghcr.io/a@${SHA256}`,
    [`busybox:1@${SHA256}`]: `index.docker.io/library/busybox:1@${SHA256}`,
    [`localhost:5000/a:1@${SHA512}`]: `localhost:5000/a:1@${SHA512}`,
  };
  for (const [text, full] of Object.entries(FULL))
    test(`${text} is ${full}`, () => {
      const reference = parseReference(text);
      assert.equal(printReference(reference), full);
      assert.deepEqual(parseReference(full), reference);
    });

  test('has no tag of its own accord where a digest is written', () => {
    assert.equal(parseReference(`a/b@${SHA256}`).tag, undefined);
  });

  const NONE = [
    ...['', ':', '@', '/', 'a//b', '/a', 'a/', 'a/b/', 'ghcr.io/', 'Busybox', 'ghcr.io/A/b', 'a b', 'a:b c'],
    ...[
      'ghcr.io/a/../b',
      'ghcr.io/./a',
      'ghcr.io/a/-b',
      'ghcr.io/a_',
      'ghcr.io/a___b',
      'ghcr.io/a?x=y',
      'a%2fb',
    ],
    ...['a:.b', 'a:-b', 'a:', `a:${'t'.repeat(129)}`, `ghcr.io/${'a'.repeat(256)}`, 'a#b', 'ghcr.io/a\u0000'],
    ...['https://ghcr.io/a', 'docker://ghcr.io/a', 'oci:dir/a:b:c', '.ghcr.io/a', 'ghcr..io/a', 'ghcr.io./a'],
    ...[
      'ghcr.io:0/a',
      'ghcr.io:65536/a',
      'ghcr.io:05/a',
      'ghcr.io:/a',
      'ghcr.io:80:80/a',
      '-a.io/a',
      'user:pw/a',
    ],
    ...['[::1/a', '::1/a', '[::1]x/a', '[]/a', '[1:2]/a', '[::1::2]/a', '[fe80::1%eth0]/a', '[::12345]/a'],
    ...['[1:2:3:4:5:6:7:8:9]/a', '[::256.0.0.1]/a', '256.1.1.1/a', '127.1/a', '0x7f.1/a', '2130706433:80/a'],
    ...['1.2.3.04/a', `${'a'.repeat(64)}.io/a`, 'ghcr\u2024io/a', 'bücher.example/a'],
  ];
  for (const text of NONE)
    test(`${JSON.stringify(text.slice(0, 60))} names no image`, () => {
      assert.match(
        codeOf(() => parseReference(text)),
        /^(REFERENCE|IMAGE_DIGEST)_MALFORMED$/,
      );
    });

  test('shows no password of a URL in its error, and nothing that moves a cursor', () => {
    for (const text of ['https://ada:s3cret@ghcr.io/a', 'ada:s3cret@ghcr.io/a', 'gh\u001b[2Jcr.io/a'])
      assert.throws(
        () => parseReference(text),
        ({ message }: Error) => !message.includes('s3cret') && !message.includes('\u001b'),
      );
  });

  test('is refused when it is longer than any name', () => {
    assert.throws(() => parseReference('a/'.repeat(5000)), /more than 1024 characters/);
  });

  test('has no tag and no digest where a repository is expected', () => {
    assert.deepEqual(parseRepository('localhost:5000/a'), { registry: 'localhost:5000', repository: 'a' });
    for (const text of ['a:latest', 'a:b', `a@${SHA256}`, 'localhost:5000/a:latest'])
      assert.equal(
        codeOf(() => parseRepository(text)),
        'REFERENCE_MALFORMED',
        text,
      );
  });
});

describe('a digest', () => {
  test('is that of SHA-256 or SHA-512, in lower case and whole', () => {
    assert.equal(parseDigest(SHA256), SHA256);
    assert.equal(parseDigest(SHA512), SHA512);
    const malformed = [
      '',
      HEX,
      ':',
      `sha256:${HEX}0`,
      `sha256:${HEX.slice(1)}`,
      `sha256:${HEX.toUpperCase()}`,
    ];
    for (const text of [...malformed, `SHA256:${HEX}`, `sha512:${HEX}`, `${SHA256}\n`, ` ${SHA256}`]) {
      assert.equal(
        codeOf(() => parseDigest(text)),
        'IMAGE_DIGEST_MALFORMED',
        text,
      );
      assert.equal(isDigest(text), false, text);
    }
    assert.ok(isDigest(SHA256) && isDigest(SHA512));
  });

  test('of another algorithm is named as that', () => {
    for (const text of [`md5:${HEX}`, `sha384:${HEX}`, `toString:${HEX}`.toLowerCase(), `constructor:${HEX}`])
      assert.equal(
        codeOf(() => parseDigest(text)),
        'IMAGE_DIGEST_NOT_SUPPORTED',
        text,
      );
  });

  test('matches the bytes that it names and no others', () => {
    const bytes = new TextEncoder().encode('{}');
    assert.equal(digestOf(bytes), SHA256);
    assert.ok(matchesDigest(SHA256, bytes));
    assert.ok(matchesDigest(digestOf(bytes, 'sha512'), bytes));
    assert.equal(matchesDigest(SHA256, new TextEncoder().encode('{ }')), false);
    assert.equal(matchesDigest(SHA512, bytes), false);
  });

  test('names the tags of what is attached, where a tag may be that long', () => {
    assert.equal(attachmentTag(SHA256, 'sig'), `sha256-${HEX}.sig`);
    assert.equal(attachmentTag(SHA256, 'att', 'p-'), `p-sha256-${HEX}.att`);
    assert.equal(attachmentTag(SHA512, 'sig'), undefined);
    assert.equal(referrersTag(SHA256), `sha256-${HEX}`);
    assert.equal(referrersTag(SHA512), `sha512-${HEX}`);
  });
});
