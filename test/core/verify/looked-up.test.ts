import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { describe, test } from 'node:test';
import { certificateKey, parseCertificate } from '../../../core/certificate/index.js';
import { utf8 } from '../../../core/encoding/index.js';
import { digest } from '../../../core/primitives/index.js';
import { parseCms } from '../../../core/signature/index.js';
import { hashedRekordBody, type LogEntry } from '../../../core/transparency/index.js';
import { type VerifyOptions, verifyGitObject } from '../../../core/verify/index.js';
import { isOnlineRecord } from '../../../core/verify/log-entry.js';
import { verifySigstore } from '../../../core/verify/sigstore.js';
import { entryBody } from '../../support/bundle-bodies.js';
import { TestInstance } from '../../support/instance.js';
import { issueAuthority, issueLeaf, newKey } from '../../support/pki.js';
import { commitPayload, commitWith, signedCommit } from '../../support/signed-commit.js';

const instance = new TestInstance();
const { trust } = instance;
const payload = commitPayload('Looked up\n');
const made = instance.sign(payload, { embed: false });
const commit = commitWith(payload, made.armor);
const other = instance.sign(payload, { embed: false });

/** What gitsign's online mode logs for a commit, with the changes of `change`. */
function record(
  change: Partial<Record<'id' | 'signs' | 'names', string>> & { certificate?: Uint8Array } = {},
) {
  const { id = commit.id, signs = id, names = id, certificate = made.certificate } = change;
  const signature = Uint8Array.from(sign('sha256', utf8(signs), made.privateKey));
  const body = hashedRekordBody({
    version: '0.0.1',
    digest: digest('sha256', utf8(names)),
    signature,
    certificateDer: certificate,
  });
  const entry = instance.log(utf8(names), signature, certificate, instance.start + 1001);
  return { ...entry, body };
}

async function judged(more: Partial<VerifyOptions>, object = commit) {
  const verdict = await verifyGitObject(object, { trust, ...more });
  const { checks, outcome, logEntry } = verdict;
  const reasons = checks.flatMap(({ name, reason }) => (reason ? [`${name} ${reason}`] : []));
  return { outcome, reasons, logEntry, checks };
}

const NOT_FOUND = ['log-entry LOG_ENTRY_NOT_FOUND', 'time TIME_NOT_PROVEN'];

describe('an entry that was looked up', () => {
  test('replaces an embedded one, and the verdict says that it was looked up', async () => {
    const entry = record();
    const { outcome, reasons, logEntry, checks } = await judged({ lookedUp: [entry] });
    assert.deepEqual([outcome, reasons], ['valid', []]);
    assert.deepEqual(logEntry, {
      log: 'https://rekor.sigstore.test',
      index: entry.logIndex,
      integratedTime: instance.start + 1001,
      inclusion: 'looked-up',
    });
    assert.equal(
      checks.find(({ name }) => name === 'log-entry')?.detail,
      `looked up: entry ${entry.logIndex} names this object`,
    );
  });

  test('is skipped when it is for another object or does not hold, and the next one counts', async () => {
    const good = record();
    const { body: _, ...bare } = record();
    const { set: _set, ...unpromised } = record();
    const bad: LogEntry[] = [
      record({ id: 'ab'.repeat(20) }),
      record({ signs: 'another' }),
      record({ certificate: other.certificate }),
      { ...record(), integratedTime: 7 },
      { ...record(), logId: new Uint8Array(32) },
      { ...record(), body: utf8('{') },
      bare,
      unpromised,
    ];
    for (const entry of bad) {
      const alone = await judged({ lookedUp: [entry] });
      assert.deepEqual([alone.outcome, alone.reasons, alone.logEntry], ['incomplete', NOT_FOUND, undefined]);
    }
    const { outcome, logEntry } = await judged({ lookedUp: [...bad, good, record()] });
    assert.deepEqual([outcome, logEntry?.index], ['valid', good.logIndex]);
  });

  test('that is missing is explained: not requested, not found, or why the log gave no answer', async () => {
    const reason = async (more: Partial<VerifyOptions>) => (await judged(more)).reasons[0];
    assert.equal(await reason({}), 'log-entry LOG_ENTRY_NOT_EMBEDDED');
    assert.equal(await reason({ lookedUp: [] }), 'log-entry LOG_ENTRY_NOT_FOUND');
    for (const lookUpFailure of ['no network', ''])
      assert.equal(await reason({ lookUpFailure }), 'log-entry LOG_LOOKUP_FAILED');
    const failed = await judged({ lookUpFailure: 'no network', lookedUp: [] });
    assert.equal(failed.checks.find(({ name }) => name === 'log-entry')?.detail, 'no network');
  });

  test('is not requested when one is embedded', async () => {
    const embedded = signedCommit(instance);
    const { outcome, logEntry } = await judged({ lookedUp: [record()], lookUpFailure: 'x' }, embedded);
    assert.deepEqual([outcome, logEntry?.inclusion], ['valid', 'proven']);
  });
});

describe('an online record', () => {
  const key = certificateKey(parseCertificate(made.certificate));
  const ours = (body: Uint8Array, ids = [commit.id], certificate = made.certificate) => {
    assert.ok(key);
    return isOnlineRecord(body, ids, certificate, key);
  };

  test('names one of the ids and the certificate, and is signed by the certificate’s key', async () => {
    assert.equal(await ours(record().body), true);
    assert.equal(await ours(record().body, ['x', commit.id, 'y']), true);
    assert.equal(await ours(record().body, ['x', 'y']), false);
    assert.equal(await ours(record().body, []), false);
    assert.equal(await ours(record().body, [commit.id], other.certificate), false);
    assert.equal(await ours(record({ signs: 'x' }).body), false);
    assert.equal(await ours(record({ names: 'x' }).body), false);
    assert.equal(await ours(utf8('{')), false);
  });

  test('by a bare key, or by a certificate whose key is not accepted, does not count', async () => {
    const signature = Uint8Array.from(sign('sha256', utf8(commit.id), made.privateKey));
    const spki = newKey().spki;
    const body = entryBody('hashedrekord 0.0.1', {
      signed: utf8(commit.id),
      signature,
      hash: 'sha256',
      key: 'P-256',
      verifier: { label: 'PUBLIC KEY', der: spki },
      payload: new Uint8Array(),
      payloadType: '',
    });
    assert.equal(await ours(body, [commit.id], spki), false);
    const weak = issueLeaf(issueAuthority('root'), {}, { key: newKey('rsa-1024') });
    const input = {
      payload,
      armor: made.armor,
      cms: parseCms(made.cms),
      certificate: weak.certificate,
      checks: [],
    };
    const lookedUp = [record({ certificate: weak.der })];
    const { checks } = await verifySigstore(input, { trust, lookedUp });
    assert.ok(checks.some(({ reason }) => reason === 'LOG_ENTRY_NOT_FOUND'));
  });

  test('with a hash other than SHA-256 does not count', async () => {
    const signature = Uint8Array.from(sign('sha256', utf8(commit.id), made.privateKey));
    const body = hashedRekordBody({
      version: '0.0.1',
      digest: digest('sha256', utf8(commit.id)),
      signature,
      certificateDer: made.certificate,
    });
    assert.equal(await ours(body), true);
    const long = hashedRekordBody({
      version: '0.0.1',
      digest: digest('sha512', utf8(commit.id)),
      signature,
      certificateDer: made.certificate,
      signedWith: { hash: 'sha512', keyDetails: '' },
    });
    assert.equal(await ours(long), false);
  });
});
