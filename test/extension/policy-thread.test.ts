import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { after, test } from 'node:test';
import { PolicyThread } from '../../extension/policy/thread.js';

const FILE = resolve('build', 'extension', 'policy', 'worker.js');
const ASK = { text: 'signers: {}\n', now: 0 };

test('a thread answers, and a question that it cannot answer does not affect later ones', async () => {
  const thread = new PolicyThread(FILE);
  after(() => thread.dispose());
  const bad = thread.ask('complete', { text: '', offset: 0, schema: 'not JSON' });
  const good = thread.ask('check', ASK);
  assert.deepEqual(await bad, { failed: 'lost' });
  const asked = await good;
  assert.ok('answer' in asked && asked.answer.some(({ rule }) => rule === 'POLICY_MISSING_FIELD'));
});

test('a question that takes too long is ended and reported as such', async () => {
  // No thread can start within the limit: loading its program alone takes longer.
  const thread = new PolicyThread(FILE, 0);
  after(() => thread.dispose());
  assert.deepEqual(await thread.ask('check', ASK), { failed: 'slow' });
  assert.deepEqual(await thread.ask('check', ASK), { failed: 'slow' });
});

test('callers are told when the thread is closed or never starts', async () => {
  const thread = new PolicyThread(FILE);
  const asked = thread.ask('check', ASK);
  thread.dispose();
  assert.deepEqual(await asked, { failed: 'lost' });
  const missing = new PolicyThread(resolve('build', 'no-such-thread.js'));
  after(() => missing.dispose());
  assert.deepEqual(await missing.ask('check', ASK), { failed: 'lost' });
});
