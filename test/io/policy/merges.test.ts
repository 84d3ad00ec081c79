import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { createRepo, type GitRepo, run } from '../../support/git-repo.js';
import { changedBy, commitFiles } from './repo-facts.js';

let repo: GitRepo;

beforeEach(async () => {
  repo = await createRepo();
});
afterEach(() => repo.remove());

const commit = (files: Record<string, string>) => commitFiles(repo, files);
const changed = (revision = 'HEAD', cwd = repo.dir) => changedBy(repo, revision, cwd);

/** A fork: `side` changes side and shared, main changes main. HEAD is main. */
async function fork(): Promise<void> {
  await commit({ main: '1', side: '1', still: '1', '.github/x': '1' });
  await repo.git(['checkout', '-q', '-b', 'side']);
  await commit({ side: '2', '.github/x': 'fixed' });
  await repo.git(['checkout', '-q', 'main']);
  await commit({ main: '2' });
}

test('a merge that keeps one side and drops the other (-s ours) has all changes of the other side', async () => {
  await fork();
  await repo.git(['merge', '-q', '-s', 'ours', '--no-edit', 'side']);
  assert.deepEqual(await changed(), ['.github/x', 'side']);
});

test('a merge that keeps one side, with its parents in the other order, has the same changes', async () => {
  await fork();
  const args = ['HEAD^{tree}', '-p', 'side', '-p', 'main', '-m', 'x'];
  assert.deepEqual(await changed(await repo.git(['commit-tree', ...args])), ['.github/x', 'side']);
});

test('a merge of two sides with the same change has no changes of its own', async () => {
  await commit({ a: '1' });
  await repo.git(['checkout', '-q', '-b', 'side']);
  await commit({ a: '2' });
  await repo.git(['checkout', '-q', 'main']);
  await commit({ a: '2', b: '1' });
  await repo.git(['merge', '-q', '--no-edit', 'side']);
  assert.deepEqual(await changed(), []);
});

test('a merge that removes what one side added, or restores what one side removed, has that change', async () => {
  await commit({ a: '1', gone: '1' });
  await repo.git(['checkout', '-q', '-b', 'side']);
  await repo.git(['rm', '-q', 'gone']);
  await commit({ added: '1' });
  await repo.git(['checkout', '-q', 'main']);
  await commit({ a: '2' });
  const [ours, theirs] = ['main^{tree}', 'side^{tree}'];
  const merged = async (tree: string) =>
    changed(await repo.git(['commit-tree', tree, '-p', 'main', '-p', 'side', '-m', 'x']));
  assert.deepEqual(await merged(ours), ['added', 'gone']);
  assert.deepEqual(await merged(theirs), ['a']);
});

test('a merge of unrelated histories has every path that differs from either of them', async () => {
  await commit({ same: '1', ours: '1' });
  await repo.git(['checkout', '-q', '--orphan', 'other']);
  await repo.git(['rm', '-q', '-r', '-f', '.']);
  await commit({ same: '1', theirs: '1', '.github/x': '1' });
  await repo.git(['checkout', '-q', 'main']);
  await repo.git(['merge', '-q', '--no-edit', '--allow-unrelated-histories', 'other']);
  assert.deepEqual(await changed(), ['.github/x', 'ours', 'theirs']);
});

test('a merge with several merge bases is compared with each of them', async () => {
  const root = await commit({ a: '0', b: '0' });
  const one = await commit({ a: '1' });
  await repo.git(['checkout', '-q', '-b', 'side', root]);
  const two = await commit({ b: '1' });
  await repo.git(['checkout', '-q', 'main']);
  await repo.git(['merge', '-q', '--no-edit', two]);
  await repo.git(['checkout', '-q', 'side']);
  await repo.git(['merge', '-q', '--no-edit', one]);
  await commit({ c: '1' });
  await repo.git(['checkout', '-q', 'main']);
  await commit({ a: '2' });
  assert.equal((await repo.git(['merge-base', '--all', 'main', 'side'])).split('\n').length, 2);
  await repo.git(['merge', '-q', '--no-edit', 'side']);
  assert.deepEqual(await changed(), ['a'], 'of one base side did change it');
});

test('a merge of three has every path that differs from any parent', async () => {
  const root = await commit({ a: '1' });
  const tips: string[] = [];
  for (const name of ['x', 'y', 'z']) {
    await repo.git(['checkout', '-q', '--detach', root]);
    tips.push(await commit({ [name]: '1' }));
  }
  await repo.git(['checkout', '-q', '--detach', tips[0] ?? '']);
  await repo.git(['merge', '-q', '--no-edit', ...tips.slice(1)]);
  assert.deepEqual(await changed(), ['x', 'y', 'z']);
});

test('a merge with the same commit as both parents has everything that differs from it', async () => {
  const root = await commit({ a: '1' });
  const other = await commit({ a: '2', b: '1' });
  const id = await repo.git(['commit-tree', `${other}^{tree}`, '-p', root, '-p', root, '-m', 'x']);
  assert.deepEqual(await changed(id), ['a', 'b']);
});

test('a replaced tree, blob or commit does not hide what a commit changes', async () => {
  const first = await commit({ a: '1', 'dir/b': '1' });
  const second = await commit({ a: '1', 'dir/b': '2', '.github/x': 'evil' });
  const expected = ['.github/x', 'dir/b'];
  assert.deepEqual(await changed(second), expected);
  const tree = (revision: string) => repo.git(['rev-parse', `${revision}`]);
  for (const [hidden, shown] of [
    [`${second}^{tree}`, `${first}^{tree}`],
    [`${first}^{tree}`, `${second}^{tree}`],
    [`${second}:dir`, `${first}:dir`],
    [`${second}:dir/b`, `${first}:dir/b`],
    [first, second],
  ]) {
    const [from, to] = [await tree(`${hidden}`), await tree(`${shown}`)];
    await repo.git(['replace', '-f', from, to]);
    assert.deepEqual(await changed(second), expected, hidden);
    await repo.git(['replace', '-d', from]);
  }
});

test('a replaced parent does not change the comparison for a merge', async () => {
  await fork();
  await repo.git(['merge', '-q', '-s', 'ours', '--no-edit', 'side']);
  const [side, base] = [await repo.git(['rev-parse', 'side']), await repo.git(['rev-parse', 'side~'])];
  await repo.git(['replace', side, base]);
  assert.deepEqual(await changed(), ['.github/x', 'side']);
});

test('a merge in a shallow clone that lacks the common past has no answer, and never fewer changes', async () => {
  await commit({ a: '1', b: '1' });
  const old = await commit({ a: '2' });
  await repo.git(['checkout', '-q', '-b', 'side']);
  await commit({ b: '2' });
  await repo.git(['checkout', '-q', 'main']);
  await commit({ c: '1' });
  await repo.git(['merge', '-q', '--no-edit', 'side']);
  assert.deepEqual(await changed(), []);
  for (const [depth, expected] of [
    [2, undefined],
    [3, []],
    [4, []],
  ] as const) {
    const clone = join(repo.home, `shallow-${depth}`);
    const from = `file://${repo.dir}`;
    await repo.git(['clone', '-q', `--depth=${depth}`, '--branch=main', from, clone]);
    const has = await run('git', ['cat-file', '-e', old], { cwd: clone, env: repo.env });
    assert.equal(has.status === 0, depth > 2);
    assert.deepEqual(await changed('HEAD', clone), expected, `depth ${depth}`);
  }
});

test('a link or submodule is distinguished from a file when it is added, changed or removed', async () => {
  const link = async (target: string) => {
    const blob = (
      await run('git', ['hash-object', '-w', '--stdin'], { cwd: repo.dir, env: repo.env, input: target })
    ).stdout;
    await repo.git(['update-index', '--add', '--cacheinfo', `120000,${blob.trim()},deploy`]);
    await repo.git(['commit', '-q', '-m', 'x']);
    return changed();
  };
  await commit({ 'deploy/a': '1', file: '1' });
  await repo.git(['rm', '-q', '-r', '--cached', 'deploy']);
  assert.deepEqual(await link('../elsewhere'), ['deploy/', 'deploy/a']);
  assert.deepEqual(await link('../other'), ['deploy/']);
  await repo.git(['update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},deploy`]);
  await repo.git(['commit', '-q', '-m', 'x']);
  assert.deepEqual(await changed(), ['deploy/'], 'a submodule in its place');
  await repo.git(['rm', '-q', '--cached', 'deploy']);
  await repo.git(['commit', '-q', '-m', 'x']);
  assert.deepEqual(await changed(), ['deploy/'], 'gone');
});

test('a merge that turns a file into a link changes a link', async () => {
  await fork();
  await repo.git(['merge', '-q', '--no-commit', '-s', 'ours', 'side']);
  const blob = (await repo.git(['rev-parse', 'HEAD:side'])).trim();
  await repo.git(['update-index', '--cacheinfo', `120000,${blob},still`]);
  await repo.git(['commit', '-q', '-m', 'x']);
  assert.deepEqual(await changed(), ['.github/x', 'side', 'still/']);
});
