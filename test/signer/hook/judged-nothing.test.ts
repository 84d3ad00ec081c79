import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type HookContext, judgeUpdate } from '../../../inspect/push/judge-update.js';
import { historyRepo } from '../../support/history.js';
import { TestInstance } from '../../support/instance.js';

const repo = historyRepo(new TestInstance());
after(() => repo.remove());

const base = repo.commit('base');
const above = repo.commit('above', { parents: [base] });

/** A hook that accepted `above` on a branch which has been deleted since. */
const context = {
  kind: 'pre-receive',
  place: { cwd: repo.dir, env: repo.env },
  judge: { options: {} },
  known: [{ ref: 'refs/heads/gone', branch: 'gone', commit: above }],
  anySigner: true,
  cache: false,
  policyFor: async () => undefined,
} as unknown as HookContext;
const update = { ref: 'refs/heads/new', to: base, source: 'new' };

test('a push of which nothing was checked, and nothing that is here says why, gives no answer', async () => {
  await assert.rejects(judgeUpdate(update, context), {
    code: 'PUSH_NOT_JUDGED',
    message: 'refs/heads/new brings commits, and none was checked',
  });
});

test('a push of commits that a branch here has is accepted without another check', async () => {
  repo.git('update-ref', 'refs/heads/gone', above);
  const { objects, failures } = await judgeUpdate(update, context);
  assert.deepEqual([objects, failures], [0, 0]);
  repo.git('update-ref', '-d', 'refs/heads/gone');
  for (const more of [{ from: above }, { to: above }])
    assert.equal((await judgeUpdate({ ...update, ...more }, context)).objects, 0);
});
