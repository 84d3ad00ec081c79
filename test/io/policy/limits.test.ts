import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { IdSet } from '../../../io/git/index.js';
import { ChangeWork } from '../../../io/repository-policy/change-work.js';
import { measuredModule } from '../../support/measured.js';
import { repository } from '../support/repository.js';

const CHILD = join(import.meta.dirname, 'changes-child.js');
const WHO = 'A <a@b.test> 1790001000 +0000';

type Repo = ReturnType<typeof repository>;

function write(repo: Repo, type: string, bytes: string | Uint8Array): string {
  const args = ['hash-object', '-w', '--stdin', '--literally', '-t', type];
  return execFileSync('git', args, { cwd: repo.dir, env: repo.env, input: bytes, encoding: 'utf8' }).trim();
}

function tree(repo: Repo, entries: readonly (readonly [mode: string, name: string, id: string])[]): string {
  return write(
    repo,
    'tree',
    Buffer.concat(
      entries.flatMap(([mode, name, id]) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]),
    ),
  );
}

function commit(repo: Repo, root: string, parents: readonly string[] = []): string {
  const lines = [
    `tree ${root}`,
    ...parents.map((id) => `parent ${id}`),
    `author ${WHO}`,
    `committer ${WHO}`,
    '',
    'x\n',
  ];
  return write(repo, 'commit', lines.join('\n'));
}

async function changesOf(repo: Repo, id: string): Promise<{ paths?: number; why?: string }> {
  const options = { cwd: repo.dir, env: { ...repo.env, PATH: repo.env.PATH ?? '' }, args: [id] };
  const { result, cpuSeconds, megabytes } = await measuredModule<{ paths?: number; why?: string }>(
    CHILD,
    '',
    options,
  );
  assert.ok(cpuSeconds < 12, `${cpuSeconds} s`);
  assert.ok(megabytes < 500, `${megabytes} MB`);
  return result;
}

const files = (repo: Repo, count: number, blob = repo.hash('x')) =>
  tree(
    repo,
    Array.from({ length: count }, (_, i) => ['100644', `file${String(i).padStart(6, '0')}`, blob] as const),
  );

test('a commit that names one parent 10,000 times has the changes against that parent', async (t: TestContext) => {
  const repo = repository(t);
  const base = commit(repo, tree(repo, []));
  const id = commit(
    repo,
    files(repo, 4000),
    Array.from({ length: 10_000 }, () => base),
  );
  assert.deepEqual(await changesOf(repo, id), { paths: 4000 });
});

test('a merge of one parent, named twice, has the changes against that parent', async (t) => {
  const repo = repository(t);
  const base = commit(repo, tree(repo, []));
  assert.deepEqual(await changesOf(repo, commit(repo, files(repo, 3), [base, base])), { paths: 3 });
});

test('many parents with the same tree are compared once, and the number of different trees is limited', async (t) => {
  const repo = repository(t);
  const blobs = Array.from({ length: 130 }, (_, i) => repo.hash(`blob ${i}`));
  const big = files(repo, 8000);
  const same = blobs.map((_, i) => commit(repo, tree(repo, []), i === 0 ? [] : [commit(repo, big)]));
  assert.deepEqual(await changesOf(repo, commit(repo, big, same)), { paths: 8000 });
  const others = blobs.map((blob) => commit(repo, files(repo, 8000, blob)));
  const said = await changesOf(repo, commit(repo, big, others));
  assert.match(said.why ?? '', /^PolicyLimitError: this commit changes too much to be checked/);
});

test('a few trees that name each other are given up by name, and do not fill anybody’s memory', async (t) => {
  const repo = repository(t);
  let deep = files(repo, 10);
  for (let level = 0; level < 10; level++)
    deep = tree(
      repo,
      Array.from({ length: 10 }, (_, i) => ['40000', `d${i}`, deep] as const),
    );
  const said = await changesOf(repo, commit(repo, deep));
  assert.match(said.why ?? '', /^PolicyLimitError: this commit changes too much to be checked/);
});

test('the first commit with 150,000 files is reported completely', async (t) => {
  const repo = repository(t);
  const part = files(repo, 5000);
  const root = tree(
    repo,
    Array.from({ length: 30 }, (_, i) => ['40000', `part${String(i).padStart(2, '0')}`, part] as const),
  );
  assert.deepEqual(await changesOf(repo, commit(repo, root)), { paths: 150_000 });
});

test('the changes of a damaged tree, or of another object in its place, are unknown, not empty', async (t) => {
  const repo = repository(t);
  const blob = repo.hash('x');
  for (const bytes of ['100644 a', '100644 a\0short', 'x a\0'.padEnd(24, 'y'), '100644 \0'.padEnd(28, 'y')])
    assert.deepEqual(await changesOf(repo, commit(repo, write(repo, 'tree', bytes))), { why: 'unreadable' });
  assert.deepEqual(await changesOf(repo, commit(repo, tree(repo, [['40000', 'd', blob]]))), {
    why: 'unreadable',
  });
});

test('the changes of a tree equal git’s: files that become folders, links, submodules, modes, names in any order', async (t) => {
  const repo = repository(t);
  const [a, b] = [repo.hash('a'), repo.hash('b')];
  const inside = tree(repo, [
    ['100644', 'x', a],
    ['100755', 'y', b],
  ]);
  const other = tree(repo, [
    ['100644', 'x', b],
    ['120000', 'z', b],
  ]);
  const roots = [
    tree(repo, []),
    tree(repo, [
      ['100644', 'a', a],
      ['100644', 'a.b', a],
      ['40000', 'a0', inside],
      ['160000', 'm', commit(repo, inside)],
    ]),
    tree(repo, [
      ['100644', 'a.b', b],
      ['40000', 'a', inside],
      ['40000', 'a0', other],
      ['100644', 'm', b],
    ]),
    tree(repo, [
      ['100755', 'a.b', b],
      ['40000', 'a', other],
      ['100644', 'a0', a],
      ['120000', 'm', b],
    ]),
  ];
  const { GitObjects } = await import('../../../io/git/index.js');
  const { TreeDiffs } = await import('../../../io/repository-policy/changed-paths.js');
  const objects = new GitObjects({ cwd: repo.dir, env: repo.env });
  t.after(() => objects.close());
  const diffs = new TreeDiffs(objects);
  for (const from of roots)
    for (const to of roots) {
      const said = repo.git('diff-tree', '-r', '--name-only', '--no-renames', from, to);
      const found = await diffs.between(from, to, new ChangeWork());
      assert.deepEqual(
        found.map((path) => path.replace(/\/$/, '')),
        said.split('\n').filter(Boolean),
      );
    }
});

test('a set of ids contains exactly the ids that were added', () => {
  for (const length of [20, 32]) {
    const set = new IdSet();
    const ids = Array.from({ length: 5000 }, () => randomBytes(length).toString('hex'));
    for (const id of [...ids, ...ids]) set.add(id);
    assert.equal(set.size, 5000);
    for (const id of ids) assert.ok(set.has(id));
    // Ids with the same beginning, because the beginning is used to find them.
    for (const id of ids) assert.ok(!set.has(id.slice(0, 8) + randomBytes(length - 4).toString('hex')));
  }
});
