import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { debugLogPath, debugNote, LARGEST_DEBUG_LOG, redacted } from '../../io/debug-log.js';
import { asStranger, NEEDS_STRANGER } from '../support/stranger.js';

const dir = mkdtempSync(join(tmpdir(), 'debug-'));
after(() => rmSync(dir, { recursive: true }));

const JWT = `eyJhbGciOiJFUzI1NiJ9.${Buffer.from('{"sub":"someone"}').toString('base64url')}.c2lnbmF0dXJlLXNpZ25hdHVyZQ`;

test('tokens, credentials, codes, verifiers and private keys are not written', () => {
  const secrets = [
    JWT,
    `Authorization: Basic ZGV2OnBhc3N3b3Jk`,
    `{"authorization":"GenericScheme abcdefgh"}`,
    `Bearer abcdefgh.ijkl`,
    'code=SplxlOBeZQQYbYS6WxSbIA',
    'code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
    '"access_token":"2YotnFZFEjr1zCsicMWpAA"',
    'device_code: GmRhmhcxhwAzkoEqiMEg',
    'https://user:hunter2hunter2@proxy.example:8080',
    'https://hunter2@host.example/ and https://u:p@hunter2@host.example',
    'https://host.example/?private_token=hunter2&x=1',
    '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIabcdef\n-----END EC PRIVATE KEY-----',
    '-----BEGIN PRIVATE KEY-----\nMHcCAQEEIabcdef cut off',
  ];
  const kept = redacted(secrets.join('\n'));
  for (const secret of [
    ...[
      JWT,
      'ZGV2OnBhc3N3b3Jk',
      'abcdefgh',
      'SplxlOBeZQQYbYS6WxSbIA',
      'dBjftJeZ4CVP',
      '2YotnFZFEjr1zCsicMWpAA',
    ],
    ...['GmRhmhcxhwAzkoEqiMEg', 'hunter2', 'MHcCAQEEIabcdef'],
  ])
    assert.ok(!kept.includes(secret), `${secret} in ${kept}`);
});

test('a token is recognised by its first part, in every form of JSON, whole or cut off anywhere after its head', () => {
  const heads = ['{"alg":"RS256","kid":"k"}', '{"typ":"JWT","alg":"none"}', '{ "alg" : "ES256" }'];
  const lines = ['{\n  "alg": "ES256"\n}', '{\r\n\t"alg": "ES256"\r\n}', '{"enc":"A256GCM","alg":"dir"}'];
  for (const head of [...heads, ...lines]) {
    const encoded = Buffer.from(head).toString('base64url');
    const whole = `${encoded}.${Buffer.from('{"sub":"someone"}').toString('base64url')}.c2lnbmF0dXJl`;
    for (const token of [whole, `${encoded}.`, whole.slice(0, encoded.length + 5), encoded.slice(0, 13)])
      for (const before of ['', 'token is ', 'https://host.example/', 'x-', 'x_'])
        assert.equal(redacted(`${before}${token} end`), `${before}<redacted> end`, `${head} in ${token}`);
  }
});

test('host names, versions, digests and words with long parts are no tokens', () => {
  for (const text of [
    'https://fulcio-public-good-staging.sigstore-instances.example.com/api/v2/signingCert',
    'https://a-very-long-label-of-a-host.internal.example',
    'waxseal.timestampServerURL (local, file:/home/me/some-long-directory.name.git/config)',
    'keyboard-interactive-authentication.method.test and eyewitness-accounts-of-hosts.example.test',
    `sha256:${'0123456789abcdef'.repeat(4)}.sig.json`,
    'github.com/some-organisation-name/repository.name.git',
    'https://eyJustALongWordOfLetters.example.test/ewogether-and-more-letters.html',
  ])
    assert.equal(redacted(text), text);
});

test('text that is not secret stays readable', () => {
  for (const text of [
    'http POST https://fulcio.example/api/v2/signingCert 200, 4711 bytes',
    'error SigstoreError: the log answered 500\n    at file:///x/y.js:1:2',
  ])
    assert.equal(redacted(text), text);
});

test('the debug log is only for its user, is moved aside when it is large, and never makes a command fail', () => {
  const file = join(dir, 'debug.log');
  assert.equal(debugNote('first', file), true);
  assert.match(readFileSync(file, 'utf8'), /^\d{4}-\S+Z \d+ first\n$/);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  chmodSync(file, 0o644);
  writeFileSync(file, 'x'.repeat(LARGEST_DEBUG_LOG));
  assert.equal(debugNote('y'.repeat(LARGEST_DEBUG_LOG), file), true);
  assert.equal(statSync(`${file}.1`).size, LARGEST_DEBUG_LOG);
  assert.equal(statSync(`${file}.1`).mode & 0o777, 0o600);
  assert.ok(statSync(file).size < 20_000);
  assert.equal(debugNote('text', join(dir, 'missing', 'debug.log')), false);
  assert.equal(debugNote('text', undefined), true);
});

test('WAXSEAL_DEBUG_LOG, or WAXSEAL_DEBUG, names the debug log', () => {
  assert.equal(debugLogPath({ WAXSEAL_DEBUG: '/a' }), '/a');
  assert.equal(debugLogPath({ WAXSEAL_DEBUG: '/a', WAXSEAL_DEBUG_LOG: '/b' }), '/b');
  assert.equal(debugLogPath({}), undefined);
  assert.equal(debugLogPath({ WAXSEAL_DEBUG: 'a' }), undefined, 'a relative one, of the repository at hand');
});

const onUnix = process.platform === 'win32' ? { skip: 'Windows has no such links' } : {};

test('one’s own link at the path of the debug log is followed', onUnix, () => {
  const [target, link] = [join(dir, 'target'), join(dir, 'link')];
  writeFileSync(target, '');
  symlinkSync(target, link);
  assert.equal(debugNote('mine', link), true);
  assert.match(readFileSync(target, 'utf8'), /mine/);
});

test('another user’s link or file at the path of the debug log gets nothing', NEEDS_STRANGER, () => {
  const shared = join(dir, 'shared');
  mkdirSync(shared);
  chmodSync(dir, 0o755);
  chmodSync(shared, 0o1777);
  const [target, link, theirs] = [join(dir, 'mine.log'), join(shared, 'link'), join(shared, 'theirs')];
  writeFileSync(target, '');
  asStranger('ln -s "$1" "$2"; : > "$3"; chmod 666 "$3"', target, link, theirs);
  for (const path of [link, theirs]) assert.equal(debugNote('stolen', path), false, path);
  for (const path of [target, theirs]) assert.equal(readFileSync(path, 'utf8'), '', path);
});

test('a pipe at the path of the debug log that nobody reads holds nobody up', onUnix, () => {
  const pipe = join(dir, 'pipe');
  execFileSync('mkfifo', [pipe]);
  assert.equal(debugNote('x', pipe), false);
});
