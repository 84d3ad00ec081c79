import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTurn } from '../../extension/signatures/thread/in-turn.js';

test('later tasks for a repository run later, even after a failure; tasks for others do not wait', async () => {
  const done: string[] = [];
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const first = inTurn('a', async () => {
    await held;
    done.push('first');
    throw new Error('broken');
  });
  const second = inTurn('a', async () => {
    done.push('second');
    return 2;
  });
  await inTurn('b', async () => {
    done.push('other');
  });
  assert.deepEqual(done, ['other']);
  release();
  await assert.rejects(first, /broken/);
  assert.equal(await second, 2);
  assert.deepEqual(done, ['other', 'first', 'second']);
});
