import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Bundle, parseBundle } from '../../../core/bundle/index.js';
import { utf8 } from '../../../core/encoding/index.js';
import { digest } from '../../../core/primitives/index.js';
import { decidingCheck, type Verdict } from '../../../core/verdict/index.js';
import { checkBundleLog } from '../../../core/verify/bundle/log-checks.js';
import { signedContent } from '../../../core/verify/bundle/signed-content.js';
import { verifyBundle } from '../../../core/verify/index.js';
import { type BundleJson, type BundleOptions, bundleBytes, makeBundle } from '../../support/bundle.js';
import { TestInstance } from '../../support/instance.js';

const instance = new TestInstance();
const { trust } = instance;
const artifact = utf8('an artifact\n');

function made(options: BundleOptions = {}): Bundle {
  return parseBundle(bundleBytes(makeBundle(instance, artifact, options).json));
}

function findings(bundle: Bundle, trusted = trust) {
  const { signer, content } = bundle;
  if (signer.kind !== 'certificate') throw new Error('a bundle with a certificate');
  const verifier = { certificate: signer.certificate.der };
  return checkBundleLog(bundle, { content, signed: signedContent(content, artifact), verifier }, trusted);
}

async function said(bundle: Bundle, trusted = trust): Promise<string[]> {
  const { checks } = await findings(bundle, trusted);
  return checks.map(({ name, outcome, reason }) => [name, outcome, ...(reason ? [reason] : [])].join(' '));
}

const SOUND = ['log-entry passed', 'set passed', 'inclusion passed', 'checkpoint passed'];

describe('the log entries of a bundle', () => {
  test('are missing when there are none', async () => {
    const found = await findings({ ...made(), logEntries: [] });
    assert.deepEqual(found.times, []);
    assert.deepEqual(await said({ ...made(), logEntries: [] }), ['log-entry not-made LOG_ENTRY_MISSING']);
  });

  test('have a promise and a proof; each Rekor version requires a different one', async () => {
    const bundle = made();
    const [entry] = bundle.logEntries;
    assert.ok(entry);
    const { set: _set, ...unpromised } = entry;
    const { inclusionProof: _proof, ...unproven } = entry;
    const unsigned = entry.inclusionProof && { ...entry.inclusionProof, checkpoint: '' };
    const with1 = (version: Bundle['version'], one: typeof entry) =>
      said({ ...bundle, version, logEntries: [one] });
    for (const version of ['0.2', '0.3'] as const) {
      assert.deepEqual(await with1(version, entry), SOUND);
      assert.deepEqual(
        await with1(version, unpromised),
        SOUND.filter((one) => one !== 'set passed'),
      );
      assert.deepEqual(await with1(version, unproven), [
        'log-entry passed',
        'set passed',
        'inclusion not-made INCLUSION_PROOF_MISSING',
        'checkpoint not-made INCLUSION_PROOF_MISSING',
      ]);
      assert.ok(unsigned);
      assert.deepEqual(
        (await with1(version, { ...entry, inclusionProof: unsigned })).at(-1),
        'checkpoint failed CHECKPOINT_MALFORMED',
      );
    }
    assert.deepEqual(await with1('0.1', entry), SOUND);
    assert.deepEqual(await with1('0.1', unproven), ['log-entry passed', 'set passed']);
    assert.ok(unsigned);
    assert.deepEqual(await with1('0.1', { ...entry, inclusionProof: unsigned }), [
      'log-entry passed',
      'set passed',
    ]);
    assert.deepEqual((await with1('0.1', unpromised))[1], 'set not-made SET_MISSING');
  });

  test('for something else are not checked for proofs, and the log that they name is still shown', async () => {
    const other = made();
    const bundle = { ...made(), logEntries: other.logEntries };
    assert.deepEqual(await said(bundle), ['log-entry failed LOG_ENTRY_SIGNATURE_MISMATCH']);
    const { fact, times, untimed } = await findings(bundle);
    assert.deepEqual(
      [fact?.log, fact?.inclusion, times, untimed?.length],
      ['https://rekor.sigstore.test', 'not-checked', [], 1],
    );
  });

  test('need one that holds: then a gap in another does no harm, but a wrong one stays wrong', async () => {
    const bundle = made();
    const [entry] = bundle.logEntries;
    assert.ok(entry);
    const stranger = { ...entry, logId: new Uint8Array(32) };
    const wrong = { ...entry, integratedTime: entry.integratedTime + 1 };
    for (const logEntries of [
      [stranger, entry],
      [entry, stranger],
    ]) {
      const found = await findings({ ...bundle, logEntries });
      assert.deepEqual(await said({ ...bundle, logEntries }), [
        ...(logEntries[0] === entry ? SOUND : ['log-entry passed']),
        ...(logEntries[0] === entry ? ['log-entry passed'] : SOUND),
      ]);
      assert.deepEqual([found.fact?.inclusion, found.times.length, found.untimed], ['proven', 1, [stranger]]);
    }
    const fallen = await said({ ...bundle, logEntries: [entry, wrong] });
    assert.ok(fallen.includes('set failed SET_WRONG'));
    const gaps = await findings({ ...bundle, logEntries: [stranger, stranger] });
    assert.equal(gaps.checks.filter(({ reason }) => reason === 'LOG_UNKNOWN').length, 6);
    assert.equal(gaps.fact?.inclusion, 'not-checked');
  });
});

describe('the verdict on a bundle', () => {
  const judge = (
    options: BundleOptions,
    change: (json: BundleJson) => void = () => undefined,
    about: Parameters<typeof verifyBundle>[0]['artifact'] = artifact,
    withKey = options.bareKey ?? false,
  ): Promise<Verdict> => {
    const { json, publicKey } = makeBundle(instance, artifact, options);
    change(json);
    const key = withKey ? { publicKey } : {};
    return verifyBundle({ bundle: bundleBytes(json), artifact: about, ...key }, { trust });
  };
  const said = ({ outcome, checks }: Verdict) => {
    const check = decidingCheck(checks);
    return [outcome, check?.name, check?.outcome, check?.reason];
  };

  test('names the artifact by the known digest, else by its SHA-256', async () => {
    const hex = (hash: 'sha256' | 'sha512') => Buffer.from(digest(hash, artifact)).toString('hex');
    assert.deepEqual((await judge({})).object, { id: `sha256:${hex('sha256')}`, type: 'blob' });
    const known = { algorithm: 'sha512', digest: digest('sha512', artifact) } as const;
    assert.deepEqual((await judge({}, undefined, known)).object, {
      id: `sha512:${hex('sha512')}`,
      type: 'blob',
    });
  });

  test('is invalid when the bundle is malformed, incomplete when its version or algorithm is unknown', async () => {
    for (const [change, ...expected] of [
      [(json) => (json['messageSignature'] = 1), 'invalid', 'structure', 'failed', 'BUNDLE_MALFORMED'],
      [
        (json) => (json['mediaType'] = 'application/vnd.dev.sigstore.bundle.v9.9+json'),
        'incomplete',
        'structure',
        'not-made',
        'BUNDLE_VERSION_NOT_SUPPORTED',
      ],
      [
        (json) => (json['messageSignature'].messageDigest.algorithm = 'SHA3_256'),
        'incomplete',
        'structure',
        'not-made',
        'ALGORITHM_NOT_SUPPORTED',
      ],
    ] as const satisfies readonly (readonly [(json: BundleJson) => void, ...unknown[]])[]) {
      const verdict = await judge({}, change);
      assert.deepEqual(said(verdict), expected);
      assert.deepEqual([verdict.signature, verdict.object.type], ['sigstore', 'blob']);
    }
  });

  test('requires the key when the bundle has no certificate, and rejects a key next to a certificate', async () => {
    const without = await judge({ bareKey: true }, undefined, artifact, false);
    assert.deepEqual(said(without), ['incomplete', 'signature', 'not-made', 'PUBLIC_KEY_NOT_GIVEN']);
    const beside = await judge({}, undefined, artifact, true);
    assert.deepEqual(said(beside), ['invalid', 'signature', 'failed', 'PUBLIC_KEY_NOT_EXPECTED']);
    for (const { checks } of [without, beside])
      assert.deepEqual(
        checks.map(({ name }) => name),
        ['structure', 'payload-digest', 'signature'],
      );
  });

  test('says what an attestation says, even when the rest of the evidence cannot be verified', async () => {
    const statement = utf8(
      JSON.stringify({
        _type: 'https://in-toto.io/Statement/v1',
        predicateType: 'https://x.test/v1',
        subject: [{ digest: { sha256: Buffer.from(digest('sha256', artifact)).toString('hex') } }],
        predicate: {},
      }),
    );
    const whole = await judge({ payload: statement });
    assert.deepEqual([whole.outcome, whole.attests], ['valid', 'https://x.test/v1']);
    const without = await judge({ payload: statement, bareKey: true }, undefined, artifact, false);
    assert.deepEqual([without.outcome, without.attests], ['incomplete', 'https://x.test/v1']);
    assert.ok(!('attests' in (await judge({}))));
  });

  test('gives the fingerprints of a certificate, and none for a bare key', async () => {
    const { fingerprint } = await judge({});
    assert.match(fingerprint?.sha256 ?? '', /^[0-9a-f]{64}$/);
    assert.match(fingerprint?.sha1 ?? '', /^[0-9a-f]{40}$/);
    const bare = await judge({ bareKey: true });
    assert.deepEqual([bare.outcome, 'fingerprint' in bare], ['valid', false]);
  });
});
