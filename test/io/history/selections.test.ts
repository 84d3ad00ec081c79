import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { HistoryItem, HistorySelection } from '../../../io/history/index.js';
import { HistoryRepo } from './repo.js';

// c1 - c2 - m - c4 (main), c1 - s1 - m; r1 on a remote's branch, d1 at the detached HEAD, x1 in the stash.
let repo: HistoryRepo;
let empty: string;
before(() => {
  repo = new HistoryRepo();
  repo.commit('c1');
  repo.commit('s1', { parents: ['c1'], branch: 'side' });
  repo.commit('c2', { parents: ['c1'] });
  repo.commit('m', { parents: ['c2', 's1'] });
  repo.commit('c4', { parents: ['m'], branch: 'main' });
  repo.commit('r1', { parents: ['c1'] });
  repo.commit('d1', { parents: ['c2'] });
  repo.commit('x1', { parents: ['c4'] });
  repo.git('update-ref', 'refs/remotes/origin/r', repo.id('r1'));
  repo.git('update-ref', 'refs/stash', repo.id('x1'));
  repo.git('update-ref', 'refs/notes/commits', repo.id('x1'));
  repo.git('update-ref', 'refs/notes/other', repo.id('x1'));
  repo.tag('v1', 'c2');
  repo.tag('inner', 'c1', 'commit', false);
  repo.tag('v2', 'inner', 'tag');
  repo.git('update-ref', 'refs/tags/light', repo.id('m'));
  const blob = repo.store('blob', 'text');
  repo.git('update-ref', 'refs/tags/file', blob);
  repo.tag('w1', blob, 'blob');
  repo.git('update-ref', '--no-deref', 'HEAD', repo.id('d1'));
  empty = join(repo.root, 'empty');
  mkdirSync(empty);
});
after(() => repo.remove());

/** An item with its bytes as text. */
function written({ object, ...called }: HistoryItem) {
  return {
    ...called,
    ...object,
    ...('raw' in object && { raw: Buffer.from(object.raw).toString('latin1') }),
  };
}

const main = ['c4', 'm', 'c2', 's1', 'c1'];

for (const [what, selection, items] of [
  ['nothing', {}, ['HEAD=d1']],
  ['HEAD, walked', { walk: true }, ['d1', 'c2', 'c1']],
  ['a branch', { revisions: ['side'] }, ['side=s1']],
  ['several', { revisions: ['v1', 'main', 'side'] }, ['v1', 'main=c4', 'side=s1']],
  ['a tag of a tag', { revisions: ['v2'] }, ['v2']],
  [
    'steps',
    { revisions: ['main~1', 'main^^2', 'v1^{commit}', 'v1^{}', 'v1^{tag}'] },
    ['main~1=m', 'main^^2=s1', 'v1^{commit}=c2', 'v1^{}=c2', 'v1^{tag}=v1'],
  ],
  ['two steps at once', { revisions: ['main~2', 'main~1^2'] }, ['main~2=c2', 'main~1^2=s1']],
  ['a pattern', { revisions: ['v*'] }, ['v1', 'v2']],
  ['a full pattern', { revisions: ['refs/heads/*'] }, ['main=c4', 'side=s1']],
  ['a pattern of remote branches', { revisions: ['origin/?'] }, ['origin/r=r1']],
  ['a set in a pattern', { revisions: ['[ms]*'] }, ['main=c4', 'side=s1']],
  ['what is not in a set', { revisions: ['[!fvw]*'] }, ['main=c4', 'side=s1', 'light=m']],
  ['a range', { revisions: ['side..main'] }, ['c4', 'm', 'c2']],
  ['a range from a tag', { revisions: ['v1..main'] }, ['c4', 'm', 's1']],
  ['a range to HEAD', { revisions: ['side..'] }, ['d1', 'c2']],
  ['without', { revisions: ['main', '^v1'] }, ['c4', 'm', 's1']],
  ['an empty range', { revisions: ['main..side'] }, []],
  ['first parents', { revisions: ['main'], firstParent: true }, ['c4', 'm', 'c2', 'c1']],
  ['first parents of a range', { revisions: ['c1id..main'], firstParent: true }, ['c4', 'm', 'c2']],
  ['all parents', { revisions: ['main^@'] }, ['m', 'c2', 's1', 'c1']],
  ['one commit', { revisions: ['main~1^!'] }, ['m']],
  ['what a merge brings', { revisions: ['main~1^-'] }, ['m', 's1']],
  ['what the other parent of a merge brings', { revisions: ['main~1^-2'] }, ['m', 'c2']],
  ['without all parents', { revisions: ['main', '^main~1^@'] }, ['c4', 'm']],
  ['no merges', { revisions: ['main'], noMerges: true }, ['c4', 'c2', 's1', 'c1']],
  ['no merges of a range', { revisions: ['side..main'], noMerges: true }, ['c4', 'c2']],
  ['some', { revisions: ['main'], maxCount: 2 }, ['c4', 'm']],
  ['some without merges', { revisions: ['main'], noMerges: true, maxCount: 2 }, ['c4', 'c2']],
  ['some of a range', { revisions: ['side..main'], maxCount: 1 }, ['c4']],
  ['none', { revisions: ['main'], maxCount: 0 }, []],
  ['more than there are', { revisions: ['main'], maxCount: 9 }, main],
  ['a walked pattern', { revisions: ['s*'], walk: true }, ['s1', 'c1']],
  ['a walked pattern of tags', { revisions: ['[vw]*'], walk: true }, ['v1', 'v2', 'w1', 'c2', 'c1']],
  ['several ends', { revisions: ['side', 'origin/r'], walk: true }, ['r1', 's1', 'c1']],
  ['all', { all: true }, ['v1', 'v2', 'v2=inner', 'w1', 'd1', 'r1', ...main]],
  ['all and a limit', { all: true, maxCount: 1 }, ['v1', 'v2', 'v2=inner', 'w1', 'd1']],
  ['all without', { all: true, revisions: ['^main'] }, ['v1', 'v2', 'v2=inner', 'w1', 'd1', 'r1']],
] as const satisfies readonly (readonly [string, Partial<HistorySelection>, readonly string[]])[])
  test(`${what}: the same objects with git and without`, async () => {
    const asked: Partial<HistorySelection> =
      'revisions' in selection
        ? { ...selection, revisions: selection.revisions.map((one) => one.replace('c1id', repo.id('c1'))) }
        : selection;
    const byGit = await repo.find(asked);
    assert.deepEqual(byGit.items, items);
    const without = await repo.find(asked, { PATH: empty });
    assert.deepEqual(without.items, items);
    assert.deepEqual(without.leftOut, byGit.leftOut);
    assert.deepEqual(without.all.map(written), byGit.all.map(written));
  });

test('selections that only git supports: symmetric ranges, their sides, dates', async () => {
  const found = async (selection: Partial<HistorySelection>) => {
    await assert.rejects(repo.find(selection, { PATH: empty }), { code: 'GIT_NOT_FOUND' });
    return (await repo.find(selection)).items;
  };
  assert.deepEqual(await found({ revisions: ['main...HEAD'] }), ['d1', 'c4', 'm', 's1']);
  assert.deepEqual(await found({ revisions: ['main'], since: '@1700000180' }), ['c4', 'm', 'c2']);
  assert.deepEqual(await found({ revisions: ['main'], until: '@1700000180' }), ['c2', 's1', 'c1']);
  const between = { revisions: ['main'], since: '@1700000120', until: '@1700000180' };
  assert.deepEqual(await found(between), ['c2', 's1']);
  assert.deepEqual(await found({ ...between, maxCount: 1 }), ['c2']);
  assert.equal((await repo.find(between)).leftOut.byDate, 3);
  assert.equal((await repo.find({ ...between, maxCount: 1 })).leftOut.byDate, 2);
  for (const env of [{}, { PATH: empty }])
    await assert.rejects(repo.find({ revisions: ['main~1^-3'] }, env), { code: 'REVISION_UNKNOWN' });
  await assert.rejects(
    repo.find({ revisions: ['main'], since: '1 week ago' }, { PATH: empty }),
    /only git can interpret dates/,
  );
});

test('--all says which refs it does not follow and which nobody can sign, by their full names', async () => {
  for (const env of [{}, { PATH: empty }]) {
    const { leftOut } = await repo.find({ all: true }, env);
    assert.deepEqual(leftOut.refs, [
      { name: 'refs/notes/', count: 2 },
      { name: 'refs/stash', count: 1 },
    ]);
    assert.equal(leftOut.byDate, 0);
    const pattern = await repo.find({ revisions: ['[fl]*'] }, env);
    assert.deepEqual([pattern.items, pattern.leftOut.unsignable], [['light=m'], ['refs/tags/file']]);
  }
  assert.deepEqual((await repo.find({ all: true })).leftOut.unsignable, ['refs/tags/file']);
  const walked = await repo.find({ revisions: ['[fw]*', 'side'], walk: true }).catch((error) => error);
  assert.deepEqual(walked.leftOut.unsignable, ['refs/tags/file']);
});

test('a lightweight tag is checked for its name if requested, whatever it points to', async () => {
  const asked: string[] = [];
  const lightweightTag = (name: string) => {
    asked.push(name);
    return true;
  };
  const { items, all, leftOut } = await repo.find({ all: true, lightweightTag, maxCount: 0 });
  const file = repo.git('rev-parse', 'refs/tags/file');
  assert.deepEqual(items, [`file=${file} other-type`, 'light=m', 'v1', 'v2', 'v2=inner', 'w1']);
  assert.deepEqual(asked, ['file', 'light']);
  assert.deepEqual(leftOut.unsignable, []);
  const [{ object, ref } = assert.fail()] = all;
  assert.equal(ref, 'refs/tags/file');
  assert.ok('detail' in object && object.detail === 'it points to a blob, which no signature can be on');
});

test('a ref is reported together with the object that it points to', async () => {
  for (const env of [{}, { PATH: empty }]) {
    const revisions = [
      'main',
      'v1',
      'v1^{tag}',
      'main~1',
      'v1^{commit}',
      repo.id('c1'),
      'HEAD',
      'refs/heads/side',
    ];
    const { all } = await repo.find({ revisions }, env);
    assert.deepEqual(
      all.map(({ ref }) => ref),
      [
        'refs/heads/main',
        'refs/tags/v1',
        'refs/tags/v1',
        undefined,
        undefined,
        undefined,
        'HEAD',
        'refs/heads/side',
      ],
    );
    const tags = await repo.find({ all: true, maxCount: 0 }, env);
    assert.deepEqual(
      tags.all.map(({ ref }) => ref),
      ['refs/tags/v1', 'refs/tags/v2', undefined, 'refs/tags/w1'],
    );
  }
});

test('names and ids from input: an id may be of any object, a name must lead to an object', async () => {
  const tree = repo.git('rev-parse', 'main^{tree}');
  const lines = [repo.id('c1'), '', 'main', repo.id('v1'), '1'.repeat(40), tree, 'v*', 'side'];
  async function* some(...groups: string[][]) {
    yield* groups;
  }
  for (const env of [{}, { PATH: empty }]) {
    const { items, all } = await repo.find({ names: some(lines, [repo.id('c2')]) }, env);
    assert.deepEqual(items, [
      'c1',
      'main=c4',
      'v1',
      `${'1'.repeat(40)} missing`,
      `${tree} other-type`,
      'v1',
      'v2',
      'side=s1',
      'c2',
    ]);
    const details = all.flatMap(({ object }) => ('detail' in object ? [object.detail] : []));
    assert.deepEqual(details, [
      'the object is not in this repository',
      'it is a tree, which no signature can be on',
    ]);
    for (const name of ['nothing', '-x', 'a\nb', 'a..b'])
      await assert.rejects(repo.find({ names: some([name]) }, env), (error: Error) => 'code' in error);
  }
  const many = Array.from({ length: 250 }, (_, i) => (i % 2 ? 'main' : 'side'));
  assert.equal((await repo.find({ names: some(many) })).items.length, 250);
});

test('a name that is not a revision, or leads to nothing, is refused with a code', async () => {
  for (const [revision, code] of [
    ['nothing', 'REVISION_UNKNOWN'],
    ['', 'REVISION_UNKNOWN'],
    ['-x', 'REVISION_UNKNOWN'],
    ['a\nb', 'REVISION_UNKNOWN'],
    ['a\rb', 'REVISION_UNKNOWN'],
    ['a\0b', 'REVISION_UNKNOWN'],
    ['x*', 'REVISION_UNKNOWN'],
    ['main~99', 'REVISION_UNKNOWN'],
    ['main^3', 'REVISION_UNKNOWN'],
    ['main^{tag}', 'REVISION_UNKNOWN'],
    ['f*', 'REVISION_UNKNOWN'],
    ['1'.repeat(40), 'REVISION_UNKNOWN'],
    ['nothing..main', 'REVISION_UNKNOWN'],
  ] as const) {
    await assert.rejects(repo.find({ revisions: [revision] }), { code }, revision);
    if (revision !== 'f*')
      await assert.rejects(repo.find({ revisions: [revision] }, { PATH: empty }), { code }, revision);
  }
  await assert.rejects(repo.find({ revisions: ['main^{tree}'] }), { code: 'NOT_A_SIGNED_OBJECT' });
  await assert.rejects(repo.find({ revisions: ['w1..main'] }), { code: 'NOT_A_SIGNED_OBJECT' });
});

test('a walk fails when a commit is missing, with git and without', async () => {
  const broken = new HistoryRepo();
  try {
    broken.commit('a');
    broken.commit('b', { parents: ['a'], branch: 'main' });
    const a = broken.id('a');
    rmSync(join(broken.dir, '.git', 'objects', a.slice(0, 2), a.slice(2)));
    for (const env of [{}, { PATH: empty }])
      await assert.rejects(broken.find({ revisions: ['main'], walk: true }, env), {
        code: 'GIT_FAILED',
        message: /cannot be walked to its end/,
      });
  } finally {
    broken.remove();
  }
});

test('a shallow clone says where it ends, with git and without', async () => {
  const clone = join(repo.root, 'shallow');
  repo.at(repo.root, 'clone', '-q', '--depth=2', '--branch=main', `file://${repo.dir}`, clone);
  for (const env of [{}, { PATH: empty }]) {
    const walked = await repo.find({ walk: true }, env, clone);
    assert.deepEqual([walked.items, walked.boundaries], [['c4', 'm'], ['m']]);
    const one = await repo.find({}, env, clone);
    assert.deepEqual([one.items, one.boundaries], [['HEAD=c4'], []]);
  }
});
