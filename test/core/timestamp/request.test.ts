import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { der, EncodingError, encodePem, toHex, utf8 } from '../../../core/encoding/index.js';
import { digest } from '../../../core/primitives/index.js';
import {
  buildTimestampRequest,
  parseTimestampToken,
  TimestampRefused,
  tokenFromResponse,
  verifyTimestampToken,
  wrapToken,
} from '../../../core/timestamp/index.js';
import { NO_OPENSSL, openssl } from '../../support/openssl.js';
import { issueAuthority, type KeyKind, newKey, T0 } from '../../support/pki.js';
import { issueTsa } from '../../support/timestamp-token.js';

const data = utf8('what is to be stamped');
const NONCE = Uint8Array.of(0xfe, 0xdc, 0xba, 0x98);

const CONFIG = `[tsa]
default_tsa = t
[t]
serial = serial
crypto_device = builtin
signer_digest = sha384
default_policy = 1.2.3.4
digests = sha256, sha384, sha512
accuracy = secs:1, millisecs:500
clock_precision_digits = 3
ess_cert_id_chain = yes
`;

describe('buildTimestampRequest', () => {
  it('is a request that openssl reads', { skip: NO_OPENSSL }, () => {
    for (const hash of ['sha256', 'sha384', 'sha512'] as const) {
      const request = buildTimestampRequest(digest(hash, data), NONCE);
      const { status, stdout } = openssl(['ts', '-query', '-in', 'q', '-text'], { q: request });
      const text = Buffer.from(stdout).toString();
      assert.equal(status, 0);
      assert.match(text, new RegExp(`Hash Algorithm: ${hash}`));
      assert.match(text, /Nonce: 0xFEDCBA98/);
      assert.match(text, /Certificate required: yes/);
    }
  });

  it('refuses anything but a SHA-2 digest', () => {
    assert.throws(() => buildTimestampRequest(digest('sha1', data), NONCE), EncodingError);
  });
});

describe('tokens of openssl', { skip: NO_OPENSSL }, () => {
  const root = issueAuthority('openssl-tsa-root', { notAfter: T0 + 20 * 365 * 86400 });
  const authority = { uri: '', chain: [root.certificate], validFor: { start: 0 } };

  /** A TimeStampResp by `openssl ts -reply`; `essHash` chooses SigningCertificate (sha1) or V2. */
  function reply(request: Uint8Array, kind: KeyKind, essHash: string): Uint8Array {
    const tsa = issueTsa(root, { key: newKey(kind), notAfter: T0 + 20 * 365 * 86400 });
    const args = ['ts', '-reply', '-config', 'c', '-queryfile', 'q', '-signer', 's', '-inkey', 'k'];
    const files = {
      c: `${CONFIG}ess_cert_id_alg = ${essHash}\n`,
      q: request,
      s: encodePem('CERTIFICATE', tsa.der),
      k: tsa.key.privateKey.export({ format: 'pem', type: 'pkcs8' }),
      serial: '0A\n',
    };
    const { status, stdout, stderr } = openssl(args, files);
    assert.equal(status, 0, stderr);
    return stdout;
  }

  for (const [kind, essHash] of [
    ['P-256', 'sha256'],
    ['P-384', 'sha512'],
    ['rsa', 'sha1'],
  ] as const)
    it(`hold: ${kind} key, certificate named by ${essHash}`, async () => {
      const request = buildTimestampRequest(digest('sha512', data), NONCE);
      const token = tokenFromResponse(reply(request, kind, essHash));
      const parsed = parseTimestampToken(token);
      assert.equal(toHex(parsed.nonce ?? NONCE), '00fedcba98');
      assert.equal(parsed.accuracy, 1.5);
      const result = await verifyTimestampToken(token, data, [authority]);
      assert.ok(result.ok, result.ok ? '' : result.detail);
      assert.equal((await verifyTimestampToken(token, NONCE, [authority])).ok, false);
    });
});

describe('tokenFromResponse', () => {
  const token = der.sequence(der.integer(5));

  it('takes the token out of a granted response, and wrapToken puts it back', () => {
    assert.deepEqual(tokenFromResponse(wrapToken(token)), token);
    const withMods = der.sequence(der.sequence(der.integer(1)), token);
    assert.deepEqual(tokenFromResponse(withMods), token);
  });

  it('passes on the authority’s words when it refused', () => {
    const text = der.sequence(der.utf8String('no'), der.utf8String('way'));
    const refusal = der.sequence(der.sequence(der.integer(2), text, der.bitString(Uint8Array.of(0x80))));
    assert.throws(
      () => tokenFromResponse(refusal),
      (error) => error instanceof TimestampRefused && error.message.endsWith('(status 2): no way'),
    );
  });

  it('refuses a response that is malformed, empty, too long or without a token', () => {
    for (const bytes of [
      new Uint8Array(),
      utf8('<html>'),
      der.sequence(der.sequence(der.integer(0))),
      der.sequence(der.sequence(der.integer(0)), token, token),
      new Uint8Array(300_000),
    ])
      assert.throws(() => tokenFromResponse(bytes), EncodingError);
  });
});
