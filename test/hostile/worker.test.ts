import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type SignedRepo, signedRepo } from '../signer/policy/signed-repo.js';
import { HOSTILE_POLICIES, policiesOfIds } from '../support/hostile-policies.js';
import { growHistory } from '../support/long-history.js';
import { measuredModule } from '../support/measured.js';

const CHILD = join(import.meta.dirname, 'worker-child.js');

let repo: SignedRepo;
before(async () => {
  repo = await signedRepo();
});
after(() => repo.remove());

/** Node alone takes some 60 MB and a quarter of a second. */
async function said(policy: string, ...args: string[]): Promise<Record<string, unknown>> {
  await repo.commit('main', { files: { '.waxseal.yaml': policy }, signer: 'alice@example.com' });
  const run = await measuredModule<Record<string, unknown>>(CHILD, '', {
    cwd: repo.dir,
    env: repo.env,
    args,
  });
  assert.ok(run.cpuSeconds < 12, `${run.cpuSeconds} s`);
  assert.ok(run.megabytes < 400, `${run.megabytes} MB`);
  return run.result;
}

// What differs between the others is only how the same reader fails, which the test of the editor’s language shows.
const POLICIES = [
  'of a megabyte',
  'of nested lists',
  'of aliases that multiply',
  'of rules with the same patterns',
  'of large expressions',
];

for (const what of POLICIES)
  test(`for a repository with a policy ${what}, the editor’s worker names the mistake, shows the text and proposes another, in bounded time and memory`, async () => {
    const [text = '', code] = HOSTILE_POLICIES[what] ?? [];
    const { inForce, proposed, open, explanation } = await said(text);
    assert.deepEqual([inForce, open, explanation], [text.length, code, 'NO_POLICY']);
    assert.match(String(proposed), /subject: alice@example\.com/);
  });

test('for a repository with a policy that names thousands of commits or objects, the editor’s worker explains the oldest commit, in bounded time and memory', async () => {
  const first = await repo.commit('main', { signer: 'alice@example.com' });
  for (const [what, text] of Object.entries(policiesOfIds(growHistory(repo, 'main', 1500)))) {
    const { inForce, explanation } = await said(text, first);
    assert.equal(inForce, text.length, what);
    assert.equal((explanation as { outcome?: string }).outcome, 'verified', what);
  }
});
