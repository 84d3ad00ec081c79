import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RepositoryFacts } from '../../../io/repository-policy/index.js';
import { HistoryRepo } from './repo.js';

// base - P - A (excluded), base - U - B (requested); M is a merge below B.
let repo: HistoryRepo;
before(() => {
  repo = new HistoryRepo();
  repo.commit('base', { branch: 'main' });
  repo.commit('P', { parents: ['base'] });
  repo.commit('A', { parents: ['P'], branch: 'a' });
  repo.commit('U', { parents: ['base'] });
  repo.commit('B', { parents: ['U'], branch: 'b' });
  repo.tag('inner', 'A', 'commit', false);
  repo.tag('outer', 'inner', 'tag');
});
after(() => repo.remove());

const damaged = { code: 'GIT_FAILED', message: /the repository is damaged/ };

for (const kept of ['loose', 'packed'] as const)
  for (const [range, hidden] of [
    ['a..b', 'U'],
    ['a..b', 'B'],
    ['a...b', 'U'],
    ['a...b', 'B'],
    ['outer..b', 'U'],
  ] as const)
    test(`a forged ancestor, ${kept}, that names ${hidden} as its parent removes nothing from ${range}`, async () => {
      const right = range.includes('...') ? ['B', 'U', 'A', 'P'] : ['B', 'U'];
      assert.deepEqual((await repo.find({ revisions: [range] })).items, right);
      const putBack = repo.forge('P', repo.text('P', { parents: ['base', hidden] }), kept);
      try {
        await assert.rejects(repo.find({ revisions: [range] }), damaged);
        await assert.rejects(repo.find({ revisions: [range], maxCount: 1 }), damaged);
      } finally {
        putBack();
      }
    });

test('a forged tag below the named one does not lead a range to another commit', async () => {
  const text = `object ${repo.id('B')}\ntype commit\ntag inner\ntagger Dev <dev@example.test> 1 +0000\n\nx\n`;
  const putBack = repo.forge('inner', text, 'loose', 'tag');
  try {
    for (const selection of [
      { revisions: ['outer..b'] },
      { revisions: ['out*'], walk: true },
      { revisions: ['refs/tags/outer'], walk: true },
    ])
      await assert.rejects(repo.find(selection), damaged, selection.revisions[0]);
  } finally {
    putBack();
  }
});

test('a forged commit is not left out because of its own date or parents', async () => {
  const old = repo.forge('U', repo.text('U', { parents: ['base'], time: 1000 }));
  assert.deepEqual((await repo.find({ revisions: ['b'], since: '2020-01-01' })).items, [
    'B',
    'U other-bytes',
    'base',
  ]);
  old();
  const merge = repo.forge('U', repo.text('U', { parents: ['base', 'A'] }));
  assert.ok((await repo.find({ revisions: ['b'], noMerges: true })).items.includes('U other-bytes'));
  merge();
});

test('a range has an answer if only an irrelevant part of its past is damaged', async () => {
  const putBack = repo.forge('base', repo.text('base', { time: 5 }));
  assert.deepEqual((await repo.find({ revisions: [`${repo.id('U')}..b`] })).items, ['B']);
  putBack();
});

test('a forged commit makes no commit older than the one that a policy names', async () => {
  const raw = Buffer.from(repo.text('U', { parents: ['base'] }));
  const at = { cwd: repo.dir, env: repo.env };
  const isBefore = async (id: string, of: string) => {
    const facts = new RepositoryFacts(at);
    try {
      return await (await facts.of({ id: repo.id(id), type: 'commit', raw })).isBefore(repo.id(of));
    } finally {
      await facts.close();
    }
  };
  assert.equal(await isBefore('base', 'A'), true);
  assert.equal(await isBefore('U', 'A'), false);
  const putBack = repo.forge('P', repo.text('P', { parents: ['base', 'U'] }));
  await assert.rejects(isBefore('U', 'A'), damaged);
  putBack();
});

for (const kept of ['loose', 'packed'] as const)
  test(`no step leads through a forged commit or tag to another (${kept})`, async () => {
    repo.commit('M', { parents: ['U', 'A'], branch: 'm' });
    const one = async (name: string) => (await repo.find({ revisions: [name] })).items;
    const steps = { 'a~2': 'base', 'a^^': 'base', 'm^2~2': 'base', 'm^2^{commit}~1': 'P', 'm~~^0': 'base' };
    for (const [name, right] of Object.entries(steps))
      assert.deepEqual(await one(name), [`${name}=${right}`]);
    assert.deepEqual(await one('outer^{commit}'), ['outer^{commit}=A']);
    assert.deepEqual(await one('outer^{}~1'), ['outer^{}~1=P']);
    assert.deepEqual(await one('outer^{tag}'), ['outer^{tag}=outer']);
    for (const nowhere of ['a~4', 'm^3', 'a^{tag}', 'a^2'])
      await assert.rejects(one(nowhere), { code: 'REVISION_UNKNOWN' }, nowhere);
    const parent = repo.forge('P', repo.text('P', { parents: ['U'] }), kept);
    for (const name of ['a~2', 'a^^', 'm^2~2', 'outer~2', 'outer^{}~2', 'a~2..b'])
      await assert.rejects(one(name), damaged, name);
    parent();
    const text = `object ${repo.id('B')}\ntype commit\ntag inner\ntagger Dev <dev@example.test> 1 +0000\n\nx\n`;
    const tag = repo.forge('inner', text, kept, 'tag');
    for (const name of ['outer^{commit}', 'outer^{}', 'outer~1', 'outer^0'])
      await assert.rejects(one(name), damaged, name);
    tag();
  });
