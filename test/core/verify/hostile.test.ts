import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';
import { concatBytes, der, utf8 } from '../../../core/encoding/index.js';
import type { LogEntry } from '../../../core/transparency/index.js';
import type { Verdict } from '../../../core/verdict/index.js';
import { type GitObject, verifyGitObject } from '../../../core/verify/index.js';
import { extension, generalName } from '../../sandbox/pki.js';
import { TestInstance } from '../../support/instance.js';
import { commitPayload, commitWith, signedCommit } from '../../support/signed-commit.js';

const instance = new TestInstance();
const { trust } = instance;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

function reasons(verdict: Verdict): string[] {
  return verdict.checks.flatMap((check) => (check.reason ? [`${check.name}: ${check.reason}`] : []));
}

async function judge(object: GitObject, trusted = trust): Promise<[string, ...string[]]> {
  const verdict = await verifyGitObject(object, { trust: trusted });
  return [verdict.outcome, ...reasons(verdict)];
}

function altered(alterEntry: (entry: LogEntry) => LogEntry): GitObject {
  return signedCommit(instance, { alterEntry });
}

function withProof(entry: LogEntry, change: Partial<NonNullable<LogEntry['inclusionProof']>>): LogEntry {
  return entry.inclusionProof ? { ...entry, inclusionProof: { ...entry.inclusionProof, ...change } } : entry;
}

describe('a sound signature', () => {
  test('is valid, names its signer and the time that the log gave', async () => {
    const verdict = await verifyGitObject(signedCommit(instance), { trust });
    assert.equal(verdict.outcome, 'valid', JSON.stringify(verdict.checks));
    assert.deepEqual(
      [verdict.signer?.subject, verdict.signer?.subjectType, verdict.signer?.issuer],
      ['dev@example.test', 'email', 'https://issuer.example.test'],
    );
    assert.deepEqual(verdict.signedAt, { time: instance.start + 1001, source: 'rekor' });
    assert.equal(verdict.logEntry?.inclusion, 'proven');
    assert.ok(verdict.checks.every((check) => check.outcome === 'passed'));
  });

  test('is never verified by evidence alone', async () => {
    assert.notEqual((await verifyGitObject(signedCommit(instance), { trust })).outcome, 'verified');
  });
});

describe('a certificate', () => {
  const cases: readonly [string, Parameters<typeof signedCommit>[1], string][] = [
    ['for server authentication only', { extendedKeyUsage: SERVER_AUTH }, 'CERTIFICATE_NOT_CODE_SIGNING'],
    ['without extended key usage', { extendedKeyUsage: undefined }, 'CERTIFICATE_NOT_CODE_SIGNING'],
    [
      'with two SANs',
      { names: [generalName.email('dev@example.test'), generalName.email('eve@example.test')] },
      'CERTIFICATE_SAN_COUNT',
    ],
    [
      'with an unknown critical extension',
      { extraExtensions: [extension('1.2.3.4.5', true, der.nullValue())] },
      'CERTIFICATE_CRITICAL_EXTENSION',
    ],
  ];
  for (const [what, options, reason] of cases) {
    test(`${what} is invalid`, async () => {
      assert.deepEqual(await judge(signedCommit(instance, options)), ['invalid', `certificate: ${reason}`]);
    });
  }

  test('logged after its end is invalid', async () => {
    const late = { integratedTime: instance.start + 1000 + 656 };
    assert.deepEqual(await judge(signedCommit(instance, late)), [
      'invalid',
      'chain: CHAIN_NOT_VALID_AT_TIME',
      'sct: NEEDS_EARLIER_CHECK',
      'time: TIME_OUTSIDE_CERTIFICATE',
    ]);
  });

  test('of an authority nobody trusts leaves the answer incomplete', async () => {
    const stranger = new TestInstance();
    const [outcome, ...why] = await judge(signedCommit(stranger), {
      ...stranger.trust,
      certificateAuthorities: [],
    });
    assert.deepEqual(
      [outcome, ...why],
      ['incomplete', 'chain: CHAIN_NO_TRUSTED_AUTHORITY', 'sct: NEEDS_EARLIER_CHECK'],
    );
  });

  test('signed by a key that only shares the authority’s name is of no trusted authority', async () => {
    const impostor = new TestInstance();
    const mixed = { ...impostor.trust, certificateAuthorities: trust.certificateAuthorities };
    const [outcome, ...why] = await judge(signedCommit(impostor), mixed);
    assert.deepEqual([outcome, why[0]], ['incomplete', 'chain: CHAIN_NO_TRUSTED_AUTHORITY']);
  });
});

describe('an SCT', () => {
  test('that is missing leaves the answer incomplete', async () => {
    assert.deepEqual(await judge(signedCommit(instance, { withSct: false })), [
      'incomplete',
      'sct: SCT_MISSING',
    ]);
  });

  test('signed by another key is invalid', async () => {
    const sctKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    assert.deepEqual(await judge(signedCommit(instance, { sctKey })), [
      'invalid',
      'sct: SCT_SIGNATURE_WRONG',
    ]);
  });

  test('of an unknown log leaves the answer incomplete', async () => {
    assert.deepEqual(await judge(signedCommit(instance), { ...trust, ctLogs: [] }), [
      'incomplete',
      'sct: SCT_LOG_UNKNOWN',
    ]);
  });
});

describe('a log entry', () => {
  const cases: readonly [string, (entry: LogEntry) => LogEntry, readonly string[]][] = [
    [
      'without a SET',
      ({ set: _, ...entry }) => entry,
      ['incomplete', 'set: SET_MISSING', 'time: TIME_NOT_PROVEN'],
    ],
    [
      'without an inclusion proof',
      ({ inclusionProof: _, ...entry }) => entry,
      ['incomplete', 'inclusion: INCLUSION_PROOF_MISSING', 'checkpoint: INCLUSION_PROOF_MISSING'],
    ],
    [
      'with another time than the SET signed',
      (entry) => ({ ...entry, integratedTime: entry.integratedTime + 1 }),
      ['invalid', 'set: SET_WRONG', 'time: TIME_NOT_PROVEN'],
    ],
    [
      'with another root than the checkpoint',
      (entry) => withProof(entry, { rootHash: new Uint8Array(32) }),
      ['invalid', 'inclusion: INCLUSION_PROOF_WRONG', 'checkpoint: CHECKPOINT_ROOT_MISMATCH'],
    ],
    [
      'whose checkpoint is another note',
      (entry) => withProof(entry, { checkpoint: 'hello\n' }),
      ['invalid', 'checkpoint: CHECKPOINT_MALFORMED'],
    ],
    [
      'whose checkpoint names another origin',
      (entry) =>
        withProof(entry, {
          checkpoint: entry.inclusionProof?.checkpoint.replaceAll('rekor.sigstore.test', 'evil.test') ?? '',
        }),
      ['invalid'],
    ],
    [
      'of another kind',
      (entry) => ({ ...entry, kind: 'intoto' }),
      ['invalid', 'log-entry: LOG_ENTRY_KIND_UNSUPPORTED', 'time: TIME_NOT_PROVEN'],
    ],
    [
      'of an unknown log',
      (entry) => ({ ...entry, logId: new Uint8Array(32) }),
      [
        'incomplete',
        'set: LOG_UNKNOWN',
        'inclusion: LOG_UNKNOWN',
        'checkpoint: LOG_UNKNOWN',
        'time: TIME_NOT_PROVEN',
      ],
    ],
    [
      'that calls itself Rekor v2 but keeps a SET',
      (entry) => ({ ...entry, version: '0.0.2' }),
      ['invalid', 'set: LOG_ENTRY_MALFORMED', 'inclusion: INCLUSION_PROOF_WRONG'],
    ],
  ];
  for (const [what, change, expected] of cases) {
    test(`${what} is ${expected[0]}`, async () => {
      const found = await judge(altered(change));
      assert.deepEqual(found.slice(0, expected.length), expected, found.join('\n'));
    });
  }

  test('that recorded another certificate is invalid', async () => {
    const key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const loggedCertificate = instance.issue(key.publicKey, instance.start + 1000);
    const found = await judge(signedCommit(instance, { loggedCertificate }));
    assert.deepEqual(found, [
      'invalid',
      'set: SET_WRONG',
      'inclusion: INCLUSION_PROOF_WRONG',
      'time: TIME_NOT_PROVEN',
    ]);
  });

  test('borrowed from another commit is invalid', async () => {
    const other = instance.sign(commitPayload('another\n'));
    assert.equal((await judge(altered(() => other.logEntry)))[0], 'invalid');
  });

  test('that is not there leaves the answer incomplete and says how to look it up', async () => {
    const verdict = await verifyGitObject(signedCommit(instance, { embed: false }), { trust });
    assert.deepEqual(
      [verdict.outcome, ...reasons(verdict)],
      ['incomplete', 'log-entry: LOG_ENTRY_NOT_EMBEDDED', 'time: TIME_NOT_PROVEN'],
    );
    assert.match(verdict.checks.find((check) => check.name === 'log-entry')?.detail ?? '', /--online/);
  });
});

describe('an object', () => {
  test('with two gpgsig headers is invalid', async () => {
    const { raw } = signedCommit(instance);
    const text = Buffer.from(raw).toString('latin1');
    const header = text.slice(text.indexOf('gpgsig '), text.indexOf('\n\n') + 1);
    const doubled = Buffer.from(text.replace('\n\n', `\n${header}\n`), 'latin1');
    assert.deepEqual(await judge({ id: '0', type: 'commit', raw: doubled, format: 'sha1' }), [
      'invalid',
      'structure: DUPLICATE_SIGNATURE_HEADER',
    ]);
  });

  test('whose signature is the help text of a program is invalid, not unsigned', async () => {
    const object = commitWith(commitPayload(), utf8('Keyless Git signing with Sigstore!\n'));
    assert.deepEqual(await judge(object), ['invalid', 'structure: ARMOR_MALFORMED']);
  });

  test('signed for other bytes is invalid', async () => {
    const { armor } = instance.sign(commitPayload('one\n'));
    assert.deepEqual(await judge(commitWith(commitPayload('two\n'), armor)), [
      'invalid',
      'payload-digest: PAYLOAD_DIGEST_MISMATCH',
    ]);
  });

  test('without a signature is unsigned', async () => {
    const raw = commitPayload();
    assert.deepEqual(await judge({ id: '0', type: 'commit', raw, format: 'sha1' }), ['unsigned']);
  });

  test('with data after its CMS signature is invalid', async () => {
    const payload = commitPayload();
    const { cms } = instance.sign(payload);
    const { encodeArmor } = await import('../../../core/signature/index.js');
    const armor = encodeArmor(concatBytes(cms, Uint8Array.of(5, 0)));
    assert.deepEqual(await judge(commitWith(payload, armor)), ['invalid', 'structure: CMS_TRAILING_DATA']);
  });
});
