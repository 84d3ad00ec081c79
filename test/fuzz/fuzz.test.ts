import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutatedInput } from './mutate.js';
import { fuzzTarget } from './run-target.js';
import { TARGETS } from './targets.js';

// A fixed number of inputs, so that the result is the same everywhere. `npm run fuzz:long` continues from there.
const BOUNDS = { seed: 1, iterations: 3000, milliseconds: 20_000 };

for (const target of TARGETS) {
  test(`${target.name}: mutated input is accepted or refused, never a crash, a hang or a full heap`, async () => {
    const outcome = await fuzzTarget(target, BOUNDS);
    assert.equal(outcome.failure?.message, undefined, `at iteration ${outcome.failure?.iteration}`);
  });
}

test('the same seed and iteration give the same input, and others differ', () => {
  const inputs = TARGETS[0]?.seeds() ?? [];
  assert.deepEqual(mutatedInput(inputs, 7, 9), mutatedInput(inputs, 7, 9));
  assert.notDeepEqual(mutatedInput(inputs, 7, 9), mutatedInput(inputs, 7, 10));
  assert.notDeepEqual(mutatedInput(inputs, 7, 9), mutatedInput(inputs, 8, 9));
});

test('a parser that throws an undocumented error is reported, with the input that caused it', async () => {
  const strict = TARGETS.find(({ name }) => name === 'undocumented-on-purpose');
  assert.equal(strict, undefined);
  const missing = {
    name: 'undocumented-on-purpose',
    seeds: () => [Uint8Array.of(1)],
    run: () => 0,
    refusals: [],
  };
  const outcome = await fuzzTarget(missing, BOUNDS);
  assert.match(outcome.failure?.message ?? '', /there is no fuzz target/);
});
