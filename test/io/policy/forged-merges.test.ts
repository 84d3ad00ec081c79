import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, test } from 'node:test';
import { forge } from '../../support/forged.js';
import { createRepo, type GitRepo } from '../../support/git-repo.js';
import { changedBy, commitFiles } from './repo-facts.js';

let repo: GitRepo;
beforeEach(async () => {
  repo = await createRepo();
});
afterEach(() => repo.remove());

/** The bytes of a commit, with other parents. */
function withParents(id: string, ...parents: string[]): { readonly type: string; readonly raw: Uint8Array } {
  const text = execFileSync('git', ['cat-file', 'commit', id], { cwd: repo.dir, env: repo.env }).toString();
  const lines = parents.map((parent) => `parent ${parent}\n`).join('');
  return { type: 'commit', raw: Buffer.from(text.replace(/^(tree .*\n)(?:parent .*\n)*/, `$1${lines}`)) };
}

for (const kept of ['loose', 'packed'] as const)
  test(`a forged commit, ${kept}, moves no merge base: what the merge changes itself is not known then`, async () => {
    const old = await commitFiles(repo, { file: 'bad' });
    const fixed = await commitFiles(repo, { file: 'good' });
    await repo.git(['checkout', '-q', '-b', 'side', fixed]);
    const first = await commitFiles(repo, { other: '1' });
    await commitFiles(repo, { file: 'bad' });
    await repo.git(['checkout', '-q', 'main']);
    const below = await commitFiles(repo, { main: '1' });
    await commitFiles(repo, { main: '2' });
    const merge = await repo.git(['commit-tree', 'main^{tree}', '-p', 'main', '-p', 'side', '-m', 'x']);
    // It takes nothing of the side, which went back to the bad file.
    assert.deepEqual(await changedBy(repo, merge), ['file', 'other']);

    for (const victim of [first, below]) {
      const putBack = forge(repo, victim, withParents(victim, old), kept);
      const changed = await changedBy(repo, merge);
      putBack();
      assert.equal(changed, undefined);
    }
  });

test('a forged commit below a merge base hides no other base', async () => {
  const root = await commitFiles(repo, { file: '1' });
  const shared = await commitFiles(repo, { file: '2' });
  await repo.git(['checkout', '-q', '-b', 'side', root]);
  const below = await commitFiles(repo, { side: '1' });
  const base = await commitFiles(repo, { side: '2' });
  const make = (...parents: string[]) =>
    repo.git(['commit-tree', 'main^{tree}', ...parents.flatMap((id) => ['-p', id]), '-m', 'x']);
  const merge = await make(await make(shared, base), await make(base, shared));
  assert.deepEqual(await changedBy(repo, merge), []);
  // git finds one base only, and that the other comes before it.
  const putBack = forge(repo, below, withParents(below, shared));
  const changed = await changedBy(repo, merge);
  putBack();
  assert.equal(changed, undefined);
});
