import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toBase64, utf8 } from '../../../core/encoding/index.js';
import type { TrustedRoot } from '../../../core/trust/index.js';
import { decidingCheck, type ReasonCode, type Verdict } from '../../../core/verdict/index.js';
import { verifyBundle, verifyGitObject } from '../../../core/verify/index.js';
import {
  type BundleJson,
  type BundleOptions,
  bundleBytes,
  makeBundle,
  statementAbout,
} from '../../support/bundle.js';
import { TestInstance } from '../../support/instance.js';
import { signedCommit } from '../../support/signed-commit.js';

const instance = new TestInstance();
const { trust, start } = instance;
const artifact = utf8('an artifact\n');
const stampedAt = start + 1002;
const YEAR = 31_536_000;

const judge = (json: BundleJson, of = artifact): Promise<Verdict> =>
  verifyBundle({ bundle: bundleBytes(json), artifact: of }, { trust });

interface Row {
  readonly what: string;
  readonly reason: ReasonCode;
  readonly options?: BundleOptions;
  readonly change?: (json: BundleJson) => void;
}

const material = (json: BundleJson): BundleJson => json['verificationMaterial'];
const entry = (json: BundleJson): BundleJson => material(json)['tlogEntries'][0];
const payload = statementAbout(artifact);

/** A body with a member twice: a reader that takes only the first, or only the last, sees a statement about the artifact. */
const twoSubjects = utf8(
  `{"_type":"https://in-toto.io/Statement/v1","predicateType":"t","subject":[{"digest":{"sha256":"00"}}],${new TextDecoder()
    .decode(payload)
    .slice(1)}`,
);

const ROWS: readonly Row[] = [
  {
    what: 'an unknown member',
    reason: 'BUNDLE_MALFORMED',
    change: (json) => {
      material(json)['more'] = {};
    },
  },
  {
    what: 'a message signature and an envelope',
    reason: 'BUNDLE_MALFORMED',
    change: (json) => {
      json['dsseEnvelope'] = makeBundle(instance, artifact, { payload }).json['dsseEnvelope'];
    },
  },
  {
    what: 'a certificate and a key',
    reason: 'BUNDLE_MALFORMED',
    change: (json) => {
      material(json)['publicKey'] = { hint: '' };
    },
  },
  {
    what: 'a message digest that does not say its algorithm',
    reason: 'BUNDLE_MALFORMED',
    change: (json) => {
      delete json['messageSignature'].messageDigest.algorithm;
    },
  },
  {
    what: 'a subject whose digest is no text',
    reason: 'STATEMENT_MALFORMED',
    options: { payload: statementAbout(artifact, { subject: [{ digest: { sha256: 1 } }] }) },
  },
  {
    what: 'a certificate chain in version 0.3',
    reason: 'BUNDLE_MALFORMED',
    options: { version: '0.2' },
    change: (json) => {
      json['mediaType'] = 'application/vnd.dev.sigstore.bundle.v0.3+json';
    },
  },
  {
    what: 'the same log entry twice',
    reason: 'BUNDLE_MALFORMED',
    change: (json) => {
      material(json)['tlogEntries'].push({ ...entry(json), logIndex: '7' });
    },
  },
  {
    what: 'an envelope with two signatures',
    reason: 'BUNDLE_MALFORMED',
    options: { payload },
    change: (json) => {
      const { signatures } = json['dsseEnvelope'];
      signatures.push(signatures[0]);
    },
  },
  {
    what: 'an envelope that names another key than the bundle',
    reason: 'BUNDLE_MALFORMED',
    options: { payload, bareKey: true },
    change: (json) => {
      json['dsseEnvelope'].signatures[0].keyid = 'another';
    },
  },
  {
    what: 'version 0.4',
    reason: 'BUNDLE_VERSION_NOT_SUPPORTED',
    change: (json) => {
      json['mediaType'] = 'application/vnd.dev.sigstore.bundle.v0.4+json';
    },
  },
  {
    what: 'no log entry',
    reason: 'LOG_ENTRY_MISSING',
    change: (json) => {
      material(json)['tlogEntries'] = [];
    },
  },
  {
    what: 'a log entry without body',
    reason: 'LOG_ENTRY_MALFORMED',
    change: (json) => {
      delete entry(json)['canonicalizedBody'];
    },
  },
  {
    what: 'a log entry of another kind than its body',
    reason: 'LOG_ENTRY_MALFORMED',
    change: (json) => {
      entry(json)['kindVersion'] = { kind: 'dsse', version: '0.0.1' };
    },
  },
  {
    what: 'a Rekor v2 entry at another index than the proven one',
    reason: 'LOG_ENTRY_MALFORMED',
    options: { as: 'hashedrekord 0.0.2', stampedAt },
    change: (json) => {
      entry(json)['logIndex'] = '5';
    },
  },
  {
    what: 'a Rekor v2 entry that states a time',
    reason: 'LOG_ENTRY_MALFORMED',
    options: { as: 'dsse 0.0.2', payload, stampedAt },
    change: (json) => {
      entry(json)['integratedTime'] = String(start + 1001);
    },
  },
  {
    what: 'an entry for an envelope under a message signature',
    reason: 'LOG_ENTRY_DIGEST_MISMATCH',
    options: { as: 'dsse 0.0.1' },
  },
  {
    what: 'another type of payload than the one signed',
    reason: 'PAYLOAD_TYPE_NOT_SUPPORTED',
    options: { payload, payloadType: 'text/plain' },
  },
  {
    what: 'an attestation about something else',
    reason: 'STATEMENT_SUBJECT_MISMATCH',
    options: { payload: statementAbout(utf8('something else')) },
  },
  {
    what: 'an attestation whose subject has one right and one wrong digest',
    reason: 'STATEMENT_SUBJECT_MISMATCH',
    options: {
      payload: statementAbout(artifact, {
        subject: [
          {
            digest: {
              ...JSON.parse(new TextDecoder().decode(payload)).subject[0].digest,
              sha512: '00'.repeat(64),
            },
          },
        ],
      }),
    },
  },
  {
    what: 'an attestation with two lists of subjects',
    reason: 'STATEMENT_MALFORMED',
    options: { payload: twoSubjects },
  },
  {
    what: 'an attestation of an unknown version',
    reason: 'STATEMENT_MALFORMED',
    options: { payload: statementAbout(artifact, { _type: 'https://in-toto.io/Statement/v2' }) },
  },
  {
    what: 'a log time outside the certificate’s life',
    reason: 'CHAIN_NOT_VALID_AT_TIME',
    options: { integratedTime: start + 5000 },
  },
  {
    what: 'a timestamp outside the certificate’s life',
    reason: 'CHAIN_NOT_VALID_AT_TIME',
    options: { stampedAt: start + 5000 },
  },
  {
    what: 'a timestamp a year after the certificate’s life that may be a year wrong',
    reason: 'CHAIN_NOT_VALID_AT_TIME',
    options: { as: 'hashedrekord 0.0.2', stampedAt: start + 1000 + YEAR, stampAccuracy: YEAR },
  },
  {
    what: 'a timestamp an hour before the certificate’s life that may be a day wrong',
    reason: 'CHAIN_NOT_VALID_AT_TIME',
    options: {
      as: 'hashedrekord 0.0.2',
      notBefore: start + 4600,
      stampedAt: start + 1000,
      stampAccuracy: 86400,
    },
  },
  { what: 'a certificate without SCT', reason: 'SCT_MISSING', options: { withSct: false } },
];

describe('a bundle with', () => {
  for (const { what, reason, options = {}, change } of ROWS)
    test(`${what} does not hold: ${reason}`, async () => {
      const { json, publicKey } = makeBundle(instance, artifact, options);
      change?.(json);
      const key = options.bareKey ? { publicKey } : {};
      const verdict = await verifyBundle({ bundle: bundleBytes(json), artifact, ...key }, { trust });
      assert.equal(decidingCheck(verdict.checks)?.reason, reason, JSON.stringify(verdict.checks));
    });

  test('another artifact does not hold', async () => {
    const verdict = await judge(makeBundle(instance, artifact).json, utf8('another'));
    assert.equal(decidingCheck(verdict.checks)?.reason, 'PAYLOAD_DIGEST_MISMATCH');
  });

  test("a bundle changed to state another artifact's digest does not hold for that artifact", async () => {
    const { json } = makeBundle(instance, artifact);
    const other = makeBundle(instance, utf8('another')).json;
    json['messageSignature'].messageDigest = other['messageSignature'].messageDigest;
    const verdict = await judge(json, utf8('another'));
    assert.equal(decidingCheck(verdict.checks)?.reason, 'SIGNATURE_WRONG');
  });

  test('an attestation changed after it was signed does not hold', async () => {
    const { json } = makeBundle(instance, artifact, { payload: statementAbout(utf8('something else')) });
    json['dsseEnvelope'].payload = toBase64(payload);
    const verdict = await judge(json);
    assert.equal(decidingCheck(verdict.checks)?.reason, 'SIGNATURE_WRONG');
  });

  test('a bundle of a bare key needs exactly that key; a bundle with a certificate accepts no key', async () => {
    const { json } = makeBundle(instance, artifact, { bareKey: true });
    assert.equal(decidingCheck((await judge(json)).checks)?.reason, 'PUBLIC_KEY_NOT_GIVEN');
    const { publicKey } = makeBundle(instance, artifact);
    const input = { artifact, publicKey };
    const wrong = await verifyBundle({ ...input, bundle: bundleBytes(json) }, { trust });
    assert.equal(decidingCheck(wrong.checks)?.reason, 'SIGNATURE_WRONG');
    const certified = makeBundle(instance, artifact);
    const bundle = bundleBytes(certified.json);
    const unexpected = await verifyBundle({ ...input, publicKey: certified.publicKey, bundle }, { trust });
    assert.equal(decidingCheck(unexpected.checks)?.reason, 'PUBLIC_KEY_NOT_EXPECTED');
  });

  test('the log entry of the same signature with a certificate is not accepted for a bare key', async () => {
    const { json, publicKey } = makeBundle(instance, artifact);
    material(json)['publicKey'] = { hint: '' };
    delete material(json)['certificate'];
    const verdict = await verifyBundle({ bundle: bundleBytes(json), artifact, publicKey }, { trust });
    assert.equal(decidingCheck(verdict.checks)?.reason, 'LOG_ENTRY_KEY_MISMATCH');
  });

  test('a log that was no longer trusted at signing time does not hold, whatever accuracy the timestamp states', async () => {
    const logs = trust.logs.map((log) => ({ ...log, validFor: { start, end: start + 500 } }));
    for (const stampAccuracy of [1, YEAR]) {
      const { json } = makeBundle(instance, artifact, { as: 'hashedrekord 0.0.2', stampedAt, stampAccuracy });
      const verdict = await verifyBundle(
        { bundle: bundleBytes(json), artifact },
        { trust: { ...trust, logs } },
      );
      assert.equal(decidingCheck(verdict.checks)?.reason, 'LOG_OUTSIDE_VALIDITY');
      assert.equal(verdict.logEntry?.inclusion, 'not-checked', 'such a log proves nothing');
    }
  });
});

describe('a log listed for two periods', () => {
  const listed = (...periods: readonly (readonly [number, number?])[]): TrustedRoot => {
    const validities = periods.map(([from, to]) => ({
      start: start + from,
      ...(to !== undefined && { end: start + to }),
    }));
    const logs = trust.logs.flatMap((log) => validities.map((validFor) => ({ ...log, validFor })));
    return { ...trust, logs };
  };
  const v1: BundleOptions = {};
  const v2: BundleOptions = { as: 'hashedrekord 0.0.2', stampedAt };
  const PERIODS: readonly [string, BundleOptions, TrustedRoot, ReasonCode | undefined][] = [
    ['the time in the second', v1, listed([0, 500], [900]), undefined],
    ['the time in the first', v1, listed([900], [0, 500]), undefined],
    ['the time between them', v1, listed([0, 500], [2000]), 'LOG_OUTSIDE_VALIDITY'],
    ['no time, in the second', v2, listed([0, 500], [900]), undefined],
    ['no time, in the first', v2, listed([900], [0, 500]), undefined],
    ['no time, between them: logged later', v2, listed([0, 500], [2000]), undefined],
    ['no time, after both', v2, listed([0, 500], [600, 900]), 'LOG_OUTSIDE_VALIDITY'],
  ];
  for (const [what, options, root, reason] of PERIODS)
    test(`that states ${what}: ${reason ?? 'holds'}`, async () => {
      const bundle = bundleBytes(makeBundle(instance, artifact, options).json);
      const verdict = await verifyBundle({ bundle, artifact }, { trust: root });
      assert.equal(verdict.outcome, reason ? 'invalid' : 'valid');
      assert.equal(decidingCheck(verdict.checks)?.reason, reason);
    });

  test('with two addresses: the entry counts for the one that the checkpoint names', async () => {
    const moved = trust.logs.map((log) => ({ ...log, baseUrl: 'https://before.sigstore.test' }));
    const bundle = bundleBytes(makeBundle(instance, artifact, v2).json);
    const twice = { ...trust, logs: [...moved, ...trust.logs] };
    const verdict = await verifyBundle({ bundle, artifact }, { trust: twice });
    assert.equal(verdict.outcome, 'valid');
    assert.equal(verdict.logEntry?.log, 'https://rekorv2.sigstore.test');
    const only = await verifyBundle({ bundle, artifact }, { trust: { ...trust, logs: moved } });
    assert.equal(decidingCheck(only.checks)?.reason, 'CHECKPOINT_ORIGIN_WRONG');
  });

  test('also counts for a commit', async () => {
    const commit = signedCommit(instance);
    for (const root of [listed([0, 500], [900]), listed([900], [0, 500])])
      assert.equal((await verifyGitObject(commit, { trust: root })).outcome, 'valid');
    const { checks } = await verifyGitObject(commit, { trust: listed([0, 500], [2000]) });
    assert.equal(decidingCheck(checks)?.reason, 'LOG_OUTSIDE_VALIDITY');
  });
});
