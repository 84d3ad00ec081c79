import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { historyRepo } from '../support/history.js';
import { TestInstance } from '../support/instance.js';

const repo = historyRepo(new TestInstance());
after(() => repo.remove());

const good = repo.commit('good', { sign: {} });
const bad = repo.commit('bad', { parents: [good] });

test('--any-signer is recommended where nobody said who may sign, and in no format where it was given', async () => {
  const asked = await repo.waxseal(['show', good]);
  assert.match(asked.stdout, /take anybody \(--any-signer\)/);
  for (const format of ['text', 'json', 'sarif', 'junit', 'markdown', 'html']) {
    const told = await repo.waxseal(['verify', '--any-signer', good, bad, '--format', format]);
    assert.equal(told.status, 1, told.stderr);
    assert.doesNotMatch(told.stdout + told.stderr, /--any-signer/, format);
  }
});
