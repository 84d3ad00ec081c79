import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { EncodingError, encodePem, fromBase64, toBase64, toHex, utf8 } from '../../../core/encoding/index.js';
import { digest } from '../../../core/primitives/index.js';
import { findLogs, isWithin, parseTrustedRoot, trustedRootFromFiles } from '../../../core/trust/index.js';
import { issueAuthority, issueLeaf, newKey, T0 } from '../../support/pki.js';
import { sharedDir } from '../../support/shared.js';
import { issueTsa } from '../../support/timestamp-token.js';

const V1 = 'application/vnd.dev.sigstore.trustedroot+json;version=0.1';
const root = issueAuthority('root');
const middle = issueAuthority('middle', { issuer: root });

type Json = { [key: string]: unknown };

function log(spki = newKey().spki, more: Json = {}): Json {
  return {
    baseUrl: 'https://log.test',
    hashAlgorithm: 'SHA2_256',
    publicKey: {
      rawBytes: toBase64(spki),
      keyDetails: 'PKIX_ECDSA_P256_SHA_256',
      validFor: { start: '2026-01-01T00:00:00Z' },
    },
    logId: { keyId: toBase64(digest('sha256', spki)) },
    ...more,
  };
}

function authority(more: Json = {}): Json {
  return {
    subject: { organization: 'x', commonName: 'y' },
    uri: 'https://fulcio.test',
    certChain: { certificates: [middle, root].map(({ der }) => ({ rawBytes: toBase64(der) })) },
    validFor: { start: '2026-01-01T00:00:00Z', end: '2027-01-01T00:00:00.5Z' },
    ...more,
  };
}

function rootText(more: Json = {}): string {
  return JSON.stringify({ mediaType: V1, tlogs: [log()], certificateAuthorities: [authority()], ...more });
}

function refuses(more: Json, what: RegExp): void {
  assert.throws(
    () => parseTrustedRoot(rootText(more)),
    (error) => error instanceof EncodingError && what.test(error.message),
  );
}

describe('parseTrustedRoot', () => {
  it('reads authorities, logs and periods, and identifies the root by its digest', () => {
    const text = rootText({ ctlogs: [log()] });
    const trust = parseTrustedRoot(text);
    const [ca] = trust.certificateAuthorities;
    assert.deepEqual(ca?.validFor, { start: T0, end: T0 + 365 * 86400 + 0.5 });
    assert.deepEqual(
      ca?.chain.map(({ der }) => der),
      [middle.der, root.der],
    );
    assert.equal(trust.logs[0]?.baseUrl, 'https://log.test');
    assert.deepEqual(trust.logs[0]?.validFor, { start: T0 });
    assert.equal(trust.ctLogs.length, 1);
    assert.deepEqual(trust.timestampAuthorities, []);
    assert.deepEqual(trust.skipped, []);
    assert.equal(trust.digest, toHex(digest('sha256', utf8(text))));
  });

  it('reads every media type of versions 0.1 and 0.2, and no other', () => {
    for (const mediaType of [
      V1,
      'application/vnd.dev.sigstore.trustedroot+json;version=0.2',
      'application/vnd.dev.sigstore.trustedroot.v0.2+json',
    ])
      assert.equal(parseTrustedRoot(rootText({ mediaType })).logs.length, 1);
    for (const mediaType of ['', undefined, 5, 'application/vnd.dev.sigstore.trustedroot.v0.3+json'])
      refuses({ mediaType }, /mediaType/);
  });

  it('skips logs that it cannot use, reports them, and does not trust them', () => {
    const [, short] = [newKey(), newKey('rsa-1024')];
    const trust = parseTrustedRoot(
      rootText({
        tlogs: [
          log(utf8('not a key')),
          log(short.spki),
          log(newKey().spki, { logId: { keyId: 'AAAA' } }),
          log(newKey('ed25519').spki),
        ],
      }),
    );
    assert.equal(trust.logs.length, 1);
    assert.deepEqual(trust.skipped, [
      'tlogs[0]: a public key of a kind that is not supported',
      'tlogs[1]: a public key of a kind that is not supported',
      'tlogs[2]: a log id that is not 32 bytes',
    ]);
  });

  it('uses the checkpoint key id for a log that states no other', () => {
    const keyId = toBase64(new Uint8Array(32).fill(7));
    const tlogs = [log(newKey('ed25519').spki, { logId: undefined, checkpointKeyId: { keyId } })];
    assert.deepEqual(parseTrustedRoot(rootText({ tlogs })).logs[0]?.logId, fromBase64(keyId));
  });

  it('ignores members it does not know', () => {
    assert.equal(
      parseTrustedRoot(rootText({ later: 1, tlogs: [log(undefined, { operator: 'x' })] })).logs.length,
      1,
    );
  });

  it('refuses malformed input and names the place', () => {
    const key = (more: Json) => ({ ...(log()['publicKey'] as Json), ...more });
    refuses({ tlogs: {} }, /^tlogs is not a list/);
    refuses({ tlogs: [5] }, /^tlogs\[0\] is not an object/);
    refuses({ ctlogs: [log(), log(undefined, { publicKey: undefined })] }, /^ctlogs\[1\]\.publicKey/);
    refuses(
      { tlogs: [log(undefined, { publicKey: key({ rawBytes: 'AA=A' }) })] },
      /^tlogs\[0\]\.publicKey\.rawBytes/,
    );
    refuses({ tlogs: [log(undefined, { publicKey: key({ validFor: {} }) })] }, /validFor\.start/);
    refuses({ tlogs: [log(undefined, { publicKey: key({ validFor: undefined }) })] }, /validFor/);
    refuses({ tlogs: [log(undefined, { logId: undefined })] }, /checkpointKeyId/);
    refuses({ certificateAuthorities: [authority({ certChain: { certificates: [] } })] }, /no certificate/);
    refuses(
      { certificateAuthorities: [authority({ certChain: { certificates: [{ rawBytes: 'MAA=' }] } })] },
      /^certificateAuthorities\[0\]\.certChain\.certificates\[0\]\.rawBytes/,
    );
    refuses({ certificateAuthorities: [authority({ validFor: { start: 'yesterday' } })] }, /validFor\.start/);
    refuses({ certificateAuthorities: [authority({ uri: 5 })] }, /\.uri is not a string/);
    refuses({ tlogs: Array.from({ length: 101 }, () => 0) }, /more than 100/);
    for (const text of ['', '[]', 'null', '{', `${rootText()}x`])
      assert.throws(() => parseTrustedRoot(text), EncodingError);
    assert.throws(() => parseTrustedRoot(rootText({ x: 'x'.repeat(1 << 20) })), EncodingError);
  });

  const { dir, skip } = sharedDir('fixtures');
  it('reads the root of the public-good instance', { skip }, () => {
    const text = readFileSync(join(dir, 'trust/public-good-trusted_root.json'), 'utf8');
    const trust = parseTrustedRoot(text);
    assert.equal(trust.digest, '6494e21ea73fa7ee769f85f57d5a3e6a08725eae1e38c755fc3517c9e6bc0b66');
    assert.deepEqual(trust.skipped, []);
    assert.deepEqual(
      trust.certificateAuthorities.map(({ chain }) => chain.length),
      [1, 2],
    );
    assert.deepEqual(
      trust.logs.map(({ baseUrl, key }) => [baseUrl, key.type]),
      [
        ['https://rekor.sigstore.dev', 'ecdsa'],
        ['https://log2025-1.rekor.sigstore.dev', 'ed25519'],
      ],
    );
    assert.deepEqual(trust.logs[0]?.logId, digest('sha256', trust.logs[0]?.key.spki ?? new Uint8Array()));
    assert.equal(trust.ctLogs.length, 2);
    assert.equal(trust.timestampAuthorities.length, 1);
  });
});

describe('findLogs', () => {
  it('finds every entry with an id; those valid at the time come first', () => {
    const { spki } = newKey();
    const older = log(spki);
    const period = { start: '2020-01-01T00:00:00Z', end: '2021-01-01T00:00:00Z' };
    const tlogs = [{ ...older, publicKey: { ...(older['publicKey'] as Json), validFor: period } }, log(spki)];
    const { logs } = parseTrustedRoot(rootText({ tlogs }));
    const id = digest('sha256', spki);
    assert.deepEqual(findLogs(logs, id, T0), logs.toReversed());
    for (const time of [1577836800, 0, undefined]) assert.deepEqual(findLogs(logs, id, time), logs);
    assert.deepEqual(findLogs(logs, new Uint8Array(32)), []);
  });

  it('isWithin includes both ends, and a period without an end lasts', () => {
    assert.deepEqual(
      [9, 10, 20, 20.1].map((time) => isWithin({ start: 10, end: 20 }, time)),
      [false, true, true, false],
    );
    assert.equal(isWithin({ start: 10 }, 1e12), true);
  });
});

describe('trustedRootFromFiles', () => {
  const pem = (...issued: { der: Uint8Array }[]) =>
    issued.map(({ der }) => encodePem('CERTIFICATE', der)).join('');
  const key = newKey();
  const keyPem = encodePem('PUBLIC KEY', key.spki);

  it('makes one authority for each self-signed root, with all intermediates, valid from the epoch', () => {
    const second = issueAuthority('second');
    const trust = trustedRootFromFiles({
      fulcioPem: `# Fulcio\r\n${pem(root, middle, second)}`,
      urls: { fulcio: 'https://fulcio.test' },
    });
    assert.deepEqual(
      trust.certificateAuthorities.map(({ chain }) => chain.map(({ der }) => der)),
      [
        [middle.der, root.der],
        [middle.der, second.der],
      ],
    );
    assert.deepEqual(trust.certificateAuthorities[0]?.validFor, { start: 0 });
    assert.equal(trust.certificateAuthorities[0]?.uri, 'https://fulcio.test');
    assert.deepEqual(trust.logs, []);
  });

  it('names logs by the SHA-256 of their key, and skips keys it cannot use', () => {
    const odd = encodePem('PUBLIC KEY', newKey('rsa-1024').spki);
    const trust = trustedRootFromFiles({ rekorPem: keyPem, ctPem: keyPem + odd });
    assert.deepEqual(trust.logs[0]?.logId, digest('sha256', key.spki));
    assert.equal(trust.ctLogs.length, 1);
    assert.deepEqual(trust.skipped, ['CT log keys[1]: a public key of a kind that is not supported']);
  });

  it('puts the timestamp authority’s own certificate first, so that only this one is trusted', () => {
    const tsa = issueTsa(root);
    const { timestampAuthorities } = trustedRootFromFiles({ tsaPem: pem(root, tsa) });
    assert.deepEqual(timestampAuthorities[0]?.chain[0]?.der, tsa.der);
  });

  it('gives different files different digests', () => {
    const a = trustedRootFromFiles({ rekorPem: keyPem }).digest;
    assert.match(a, /^[0-9a-f]{64}$/);
    assert.notEqual(a, trustedRootFromFiles({ ctPem: keyPem }).digest);
    assert.notEqual(a, trustedRootFromFiles({ rekorPem: keyPem, urls: { rekor: 'https://x.test' } }).digest);
    assert.equal(a, trustedRootFromFiles({ rekorPem: keyPem }).digest);
  });

  it('refuses files without a block, without a root, cut short or not certificates', () => {
    const leaf = issueLeaf(root);
    const notCa = issueAuthority('self', { extensions: [] });
    for (const fulcioPem of [
      '',
      keyPem,
      pem(middle),
      pem(leaf),
      pem(notCa),
      pem(root).slice(0, 200),
      pem({ der: utf8('x') }),
    ])
      assert.throws(() => trustedRootFromFiles({ fulcioPem }), EncodingError);
    assert.throws(() => trustedRootFromFiles({ rekorPem: pem(root) }), EncodingError);
  });
});
