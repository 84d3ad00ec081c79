import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { after, test } from 'node:test';
import { isCallError } from '../../extension/frame/thread/call-error.js';
import { Thread } from '../../extension/frame/thread/thread.js';
import type { ReadingCalls } from '../../extension/policy/reading-calls.js';

const FILE = resolve('build', 'extension', 'policy', 'thread.js');
const ASK = { text: 'signers: {}\n', now: 0 };
// These threads do not keep the process alive; an editor must be able to close.
const alive = setInterval(() => {}, 1000);
after(() => clearInterval(alive));

const code = (expected: string) => (error: unknown) => isCallError(error) && error.code === expected;

function started(deadlineMs: number, file = FILE): Thread<ReadingCalls> {
  const thread = new Thread<ReadingCalls>({ name: 'test', file, deadlineMs });
  after(() => thread.dispose());
  return thread;
}

test('a thread answers, and a question that it cannot answer does not affect later ones', async () => {
  const thread = started(10_000);
  const bad = thread.call('complete', { text: '', offset: 0, schema: 'not JSON' });
  const good = thread.call('check', ASK);
  await assert.rejects(bad, code('INTERNAL'));
  assert.ok((await good).some(({ rule }) => rule === 'POLICY_MISSING_FIELD'));
});

test('a question that takes too long is ended and reported as such', async () => {
  // No thread can start within the limit: loading its program alone takes longer.
  const thread = started(0);
  await assert.rejects(thread.call('check', ASK), code('TOO_SLOW'));
  await assert.rejects(thread.call('check', ASK), code('TOO_SLOW'));
});

test('callers are told when the thread is closed or never starts', async () => {
  const thread = started(10_000);
  const asked = thread.call('check', ASK);
  await Promise.all([assert.rejects(asked, code('WORKER_ENDED')), thread.dispose()]);
  const missing = started(10_000, resolve('build', 'no-such-thread.js'));
  await assert.rejects(missing.call('check', ASK), code('WORKER_ENDED'));
});
