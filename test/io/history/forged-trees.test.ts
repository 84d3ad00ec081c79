import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { HistoryRepo } from './repo.js';

// The commit `top` has a submodule entry for A at `dir/sub`, and one for B at `other`.
let repo: HistoryRepo;
let top: string;
const trees = { root: '', dir: '' };
before(() => {
  repo = new HistoryRepo();
  repo.commit('A');
  repo.commit('B');
  trees.dir = treeOf(`160000 commit ${repo.id('A')}\tsub`, `160000 commit ${repo.id('A')}\tsüß x`);
  trees.root = treeOf(`040000 tree ${trees.dir}\tdir`, `160000 commit ${repo.id('B')}\tother`);
  top = repo.store('commit', repo.text('top').replace(/^tree .*/, `tree ${trees.root}`));
  repo.git('update-ref', 'refs/heads/main', top);
});
after(() => repo.remove());

function treeOf(...entries: string[]): string {
  return execFileSync('git', ['mktree', '--missing'], {
    cwd: repo.dir,
    env: repo.env,
    input: `${entries.join('\n')}\n`,
  })
    .toString()
    .trim();
}

const one = async (name: string, cwd?: string) => (await repo.find({ revisions: [name] }, {}, cwd)).items;

test('a path leads where git says, from the top and from the current folder', async () => {
  const below = join(repo.dir, 'dir', 'deep');
  mkdirSync(below, { recursive: true });
  for (const [name, end, cwd] of [
    ['main:dir/sub', 'A'],
    ['main:dir/süß x', 'A'],
    ['main:other', 'B'],
    ['main^{tree}:dir/sub', 'A'],
    ['main^{commit}^{tree}:other', 'B'],
    ['main:./other', 'B'],
    ['main:../sub', 'A', below],
    ['main:../.././other', 'B', below],
  ] as const) {
    assert.equal(repo.at(cwd ?? repo.dir, 'rev-parse', name), repo.id(end), name);
    assert.deepEqual(await one(name, cwd), [`${name}=${end}`]);
  }
  for (const name of ['main:', 'main:dir', 'main:dir/', 'main^{tree}'])
    await assert.rejects(one(name), { code: 'NOT_A_SIGNED_OBJECT' }, name);
  for (const name of [
    'main:none',
    'main:dir/none',
    'main:other/x',
    'main:../x',
    'main:dir//sub',
    'main^{blob}',
  ])
    await assert.rejects(one(name), { code: 'REVISION_UNKNOWN' }, name);
});

for (const kept of ['loose', 'packed'] as const)
  test(`no path leads through a forged tree to another commit (${kept})`, async () => {
    const raw = (id: string) =>
      execFileSync('git', ['cat-file', 'tree', id], { cwd: repo.dir, env: repo.env });
    const wrong = treeOf(`160000 commit ${repo.id('B')}\tsub`);
    const forgeries = [
      [trees.dir, wrong, ['main:dir/sub', 'main^{tree}:dir/sub']],
      [trees.root, treeOf(`040000 tree ${wrong}\tdir`), ['main:dir/sub', 'main:other', 'main:./other']],
    ] as const;
    for (const [victim, by, names] of forgeries) {
      const putBack = repo.forge(victim, raw(by), kept, 'tree');
      try {
        for (const name of names) {
          const found = one(name);
          await assert.rejects(found, { code: 'GIT_FAILED', message: /the repository is damaged/ }, name);
        }
      } finally {
        putBack();
      }
    }
  });
