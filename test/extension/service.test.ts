import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Service, ServiceError } from '../../extension/service/service.js';

const folder = mkdtempSync(join(tmpdir(), 'service-'));
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
writeFileSync(join(folder, 'worker.cjs'), WORKER);

const code = (expected: string) => (error: unknown) =>
  error instanceof ServiceError && error.code === expected;

for (const how of ['end', 'throw'])
  test(`when a thread is lost (${how}), its calls fail, the loss is reported, and a new thread replaces it`, async () => {
    const service = new Service(folder);
    let lost = 0;
    service.whenLost = () => {
      lost += 1;
    };
    try {
      const [first] = (await service.call('discover', { folder: 'answer' })) ?? [];
      const waiting = service.call('discover', { folder: 'silence' });
      const ended = service.call('discover', { folder: how });
      await assert.rejects(waiting, code('WORKER_ENDED'));
      await assert.rejects(ended, code('WORKER_ENDED'));
      assert.equal(lost, 1);
      const [second] = (await service.call('discover', { folder: 'answer' })) ?? [];
      assert.notEqual(second, first);
    } finally {
      await service.dispose();
    }
    assert.equal(lost, 1, 'a thread that was told to end is not lost');
  });

test('a call that is cancelled ends at once, before it is sent and after', async () => {
  const service = new Service(folder);
  try {
    const early = AbortSignal.abort();
    await assert.rejects(
      service.call('discover', { folder: 'silence' }, { signal: early }),
      code('CANCELLED'),
    );
    const run = new AbortController();
    const waiting = service.call('discover', { folder: 'silence' }, run);
    await service.call('discover', { folder: 'answer' });
    run.abort();
    await assert.rejects(waiting, code('CANCELLED'));
  } finally {
    await service.dispose();
  }
});

test('a failure keeps its code', async () => {
  const service = new Service(folder);
  try {
    await assert.rejects(service.call('discover', { folder: 'fail' }), code('GIT_FAILED'));
  } finally {
    await service.dispose();
  }
});
