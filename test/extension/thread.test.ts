import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { isCallError } from '../../extension/frame/thread/call-error.js';
import { Thread } from '../../extension/frame/thread/thread.js';

const folder = mkdtempSync(join(tmpdir(), 'thread-'));
// These threads do not keep the process alive; an editor must be able to close.
const alive = setInterval(() => {}, 1000);
after(() => {
  clearInterval(alive);
  rmSync(folder, { recursive: true, force: true });
});

/** A thread that answers with its own id, never answers, fails, or ends. */
const WORKER = `
const { parentPort, threadId } = require('node:worker_threads');
parentPort.on('message', ({ call, ask }) => {
  if (ask?.folder === 'end') process.exit(7);
  if (ask?.folder === 'throw') throw new Error('broken');
  if (ask?.folder === 'fail') parentPort.postMessage({ call, failure: { code: 'GIT_FAILED', message: 'no' } });
  if (ask?.folder === 'answer') parentPort.postMessage({ call, answer: [String(threadId)] });
});
`;
const file = join(folder, 'thread.cjs');
writeFileSync(file, WORKER);

interface Calls {
  say: { ask: { folder: string }; part: never; answer: readonly string[] };
}

const started = (deadlineMs?: number) =>
  new Thread<Calls>({ name: 'test', file, ...(deadlineMs !== undefined && { deadlineMs }) });

const code = (expected: string) => (error: unknown) => isCallError(error) && error.code === expected;

for (const how of ['end', 'throw'])
  test(`when a thread is lost (${how}), its calls fail, the loss is reported, and a new thread replaces it`, async () => {
    const thread = started();
    let lost = 0;
    thread.whenLost = () => {
      lost += 1;
    };
    try {
      const [first] = await thread.call('say', { folder: 'answer' });
      const waiting = thread.call('say', { folder: 'silence' });
      const ended = thread.call('say', { folder: how });
      await assert.rejects(waiting, code('WORKER_ENDED'));
      await assert.rejects(ended, code('WORKER_ENDED'));
      assert.equal(lost, 1);
      const [second] = await thread.call('say', { folder: 'answer' });
      assert.notEqual(second, first);
    } finally {
      await thread.dispose();
    }
    assert.equal(lost, 1, 'a thread that was told to end is not lost');
  });

test('a call that is cancelled ends at once, before it is sent and after', async () => {
  const thread = started();
  try {
    const early = AbortSignal.abort();
    await assert.rejects(thread.call('say', { folder: 'silence' }, { signal: early }), code('CANCELLED'));
    const run = new AbortController();
    const waiting = thread.call('say', { folder: 'silence' }, run);
    await thread.call('say', { folder: 'answer' });
    run.abort();
    await assert.rejects(waiting, code('CANCELLED'));
  } finally {
    await thread.dispose();
  }
});

test('a failure keeps its code', async () => {
  const thread = started();
  try {
    await assert.rejects(thread.call('say', { folder: 'fail' }), code('GIT_FAILED'));
  } finally {
    await thread.dispose();
  }
});

test('a thread that does not answer in time is ended; who waits for it is told, and a new thread replaces it', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const thread = started(10_000);
  let lost = 0;
  thread.whenLost = () => {
    lost += 1;
  };
  try {
    const [first] = await thread.call('say', { folder: 'answer' });
    const slow = assert.rejects(thread.call('say', { folder: 'silence' }), code('TOO_SLOW'));
    await thread.call('say', { folder: 'answer' });
    t.mock.timers.tick(10_000);
    await slow;
    const [second] = await thread.call('say', { folder: 'answer' });
    assert.notEqual(second, first);
  } finally {
    await thread.dispose();
  }
  assert.equal(lost, 0, 'a thread that was told to end is not lost');
});

test('a thread is not started for a call after which it was told to end', async () => {
  const thread = started();
  const asked = thread.call('say', { folder: 'answer' });
  await Promise.all([assert.rejects(asked, code('WORKER_ENDED')), thread.dispose()]);
});
