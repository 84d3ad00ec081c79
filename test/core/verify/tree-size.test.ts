import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from '../../../core/encoding/index.js';
import type { LogEntry } from '../../../core/transparency/index.js';
import { verifyBundle } from '../../../core/verify/index.js';
import { type BundleOptions, bundleBytes, makeBundle } from '../../support/bundle.js';
import { TestInstance } from '../../support/instance.js';

const artifact = utf8('an artifact\n');

/** The second of two leaves has the same path as the third of three, if only the root is compared. */
function asThirdOfThree(entry: LogEntry): LogEntry {
  const { inclusionProof: proof, set } = entry;
  assert.ok(proof && proof.treeSize === 2 && proof.logIndex === 1);
  const logIndex = set ? entry.logIndex : 2;
  return { ...entry, logIndex, inclusionProof: { ...proof, logIndex: 2, treeSize: 3 } };
}

for (const as of ['hashedrekord 0.0.1', 'hashedrekord 0.0.2'] as const)
  test(`a proof for a tree of another size than the checkpoint’s is refused, for ${as}`, async () => {
    const instance = new TestInstance();
    makeBundle(instance, artifact);
    const judge = async (alterEntry: BundleOptions['alterEntry']) => {
      const options = { as, stampedAt: instance.start + 1002, ...(alterEntry && { alterEntry }) };
      const bundle = bundleBytes(makeBundle(instance, artifact, options).json);
      const { outcome, checks } = await verifyBundle({ bundle, artifact }, { trust: instance.trust });
      return [outcome, ...checks.map(({ name, reason }) => `${name} ${reason ?? 'passed'}`)];
    };
    const found = await judge(asThirdOfThree);
    assert.equal(found[0], 'invalid');
    assert.ok(found.includes('inclusion passed'), found.join());
    assert.ok(found.includes('checkpoint CHECKPOINT_ROOT_MISMATCH'), found.join());
    assert.equal((await judge(undefined))[0], 'valid');
  });
