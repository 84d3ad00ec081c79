import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { utf8 } from '../../core/encoding/index.js';
import { policyOfFlags } from '../../core/signer-policy/index.js';
import { bundleItems, readArtifact, verifyBlob } from '../../inspect/blob/index.js';
import { bundleBytes, makeBundle } from '../support/bundle.js';
import { TestInstance } from '../support/instance.js';

const instance = new TestInstance();
const ARTIFACT = utf8('an artifact\n');
const dir = mkdtempSync(join(tmpdir(), 'waxseal-blob-'));
after(() => rmSync(dir, { recursive: true }));

const bundle = (bytes: Uint8Array) => ({ name: 'b.json', bytes });
const good = bundleBytes(makeBundle(instance, ARTIFACT).json);
const options = { trust: instance.trust, cache: new Map(), now: instance.start + 5000 };

test('whether a bundle holds can be asked without the program: with nobody named, with a signer, and with another one', async () => {
  const outcome = async (subject?: string) => {
    const policy =
      subject === undefined
        ? undefined
        : await policyOfFlags({ identity: subject, issuer: 'https://issuer.example.test' });
    const [verdict] = await verifyBlob({ options, policy }, { artifact: ARTIFACT, bundle: bundle(good) });
    return verdict?.outcome;
  };
  assert.deepEqual(
    [await outcome(), await outcome('dev@example.test'), await outcome('eve@example.test')],
    ['valid', 'verified', 'refused'],
  );
});

test('of several bundles each has its own verdict and number; where none can be read there is no answer', async () => {
  const json = JSON.stringify(makeBundle(instance, ARTIFACT).json);
  const lines = utf8(`${json}\n${JSON.stringify(makeBundle(instance, utf8('another')).json)}\n`);
  const judge = { options, policy: undefined };
  const verdicts = await verifyBlob(judge, { artifact: ARTIFACT, bundle: bundle(lines) });
  const items = bundleItems('a.txt', verdicts);
  assert.deepEqual(
    items.map(({ bundle: number, title, verdict }) => [number, title, verdict.outcome]),
    [
      [1, 'bundle 1 of 2', 'valid'],
      [2, 'bundle 2 of 2', 'invalid'],
    ],
  );
  await assert.rejects(verifyBlob(judge, { artifact: ARTIFACT, bundle: bundle(utf8('{"a":1}')) }), {
    name: 'BlobError',
    code: 'BUNDLE_UNREADABLE',
  });
});

test('an artifact is a file or a digest; a digest of the wrong length is an error that says so', async () => {
  writeFileSync(join(dir, 'a.txt'), ARTIFACT);
  assert.deepEqual(new Uint8Array((await readArtifact(join(dir, 'a.txt'))) as Uint8Array), ARTIFACT);
  assert.deepEqual(await readArtifact(`sha256:${'0A'.repeat(32)}`), {
    algorithm: 'sha256',
    digest: new Uint8Array(32).fill(10),
  });
  await assert.rejects(readArtifact('sha256:00'), { name: 'BlobError', code: 'DIGEST_MALFORMED' });
});
