import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { withOtherParent } from '../../support/commit-graph.js';
import { historyRepo, outcomesIn, short } from '../../support/history.js';
import { TestInstance } from '../../support/instance.js';

const instance = new TestInstance();
const repo = historyRepo(instance);
after(() => repo.remove());

const base = repo.commit('base');
const one = repo.commit('one', { sign: {}, parents: [base] });
const two = repo.commit('two', { sign: {}, parents: [one] });
const side = repo.commit('side', { sign: {}, parents: [one] });
const merge = repo.commit('merge', { sign: {}, parents: [two, side] });
const other = repo.commit('other', { sign: {} });
for (const [ref, id] of [
  ['heads/main', merge],
  ['heads/side', side],
  ['heads/other/root', other],
  ['tags/light', one],
] as const)
  repo.git('update-ref', `refs/${ref}`, id);
repo.git('tag', '-a', '-m', 'inner', 'v1.0', two);
repo.git('tag', '-a', '-m', 'outer', 'v1.1', 'v1.0');
const [inner, outer] = [repo.git('rev-parse', 'v1.0'), repo.git('rev-parse', 'v1.1')];

async function judged(...args: string[]) {
  const ended = await repo.waxseal(['verify', '--any-signer', ...args]);
  return { ...ended, objects: outcomesIn(ended.stdout) };
}

test('a range is every commit in it, in the order of git rev-list', async () => {
  for (const [args, expected] of [
    [['side..main'], ['side..main']],
    [['main', '^one', '^side'].map((name) => name.replace('one', one)), ['main', `^${one}`, '^side']],
    [['main...side'], ['main...side']],
    [
      ['--max-count', '2', 'main'],
      ['-2', 'main'],
    ],
    [
      ['--first-parent', 'main'],
      ['--first-parent', 'main'],
    ],
    [
      ['--no-merges', 'main'],
      ['--no-merges', 'main'],
    ],
    [
      ['--since', String(instance.start + 2100), 'main'],
      [`--since=${instance.start + 2100}`, 'main'],
    ],
  ] as const) {
    const { objects, stderr, stdout } = await judged(...args);
    assert.equal(stderr, '', args.join(' '));
    assert.deepEqual(
      objects.map(([, id]) => id),
      repo
        .git('rev-list', ...expected)
        .split('\n')
        .map(short),
      args.join(' '),
    );
    assert.match(stdout, new RegExp(`\n${objects.length} objects?: `));
  }
});

test('--all is every annotated tag and every commit; an object that only a tag points to is listed once', async () => {
  repo.git('tag', '-a', '-m', 'unnamed', 'gone', two);
  for (const name of ['v2.0', 'v2.1']) repo.git('tag', '-a', '-m', name, name, 'gone');
  repo.git('tag', '-d', 'gone');
  const { objects, status } = await judged('--all');
  assert.deepEqual(
    objects.map(([outcome, name]) => `${outcome} ${name}`),
    ['v1.0', 'v1.1', 'v2.0', 'v2.0', 'v2.1']
      .map((name) => `unsigned ${name}`)
      .concat(
        repo
          .git('rev-list', '--all')
          .split('\n')
          .map((id) => `${id === base ? 'unsigned' : 'valid'} ${short(id)}`),
      ),
  );
  assert.equal(status, 1);
  repo.git('tag', '-d', 'v2.0', 'v2.1');
});

test('a pattern means every branch and tag with such a name, and a lightweight tag means its target', async () => {
  assert.deepEqual((await judged('v1.*')).objects, [
    ['unsigned', 'v1.0'],
    ['unsigned', 'v1.1'],
  ]);
  assert.deepEqual((await judged('other/*', 'light')).objects, [
    ['valid', 'other/root'],
    ['valid', 'light'],
  ]);
  const { stdout } = await judged('light', 'v1.1', 'v1.0');
  assert.match(stdout, new RegExp([one, outer, inner].map((id) => `${short(id)} `).join('.*'), 's'));
  const none = await judged('nothing*');
  assert.equal(none.status, 2);
  assert.match(none.stderr, /no branch or tag has a name like "nothing\*"/);
});

test('an argument that looks like an option never becomes one for git', async () => {
  const file = join(repo.root, 'written');
  for (const args of [
    ['--', `--output=${file}`],
    ['--', '--all'],
    ['--max-count', '1', '--', '-n2'],
  ]) {
    const ended = await judged(...args);
    assert.equal(ended.status, 2);
    assert.match(ended.stderr, /is not a revision/);
  }
  const date = await judged(`--since=--output=${file}1`, 'main');
  assert.equal(date.stderr, '');
  assert.ok(!existsSync(file) && !existsSync(`${file}1`));
});

test('an empty range holds, and the output says that there was nothing to check', async () => {
  const { status, stdout } = await judged('main..main');
  assert.equal(status, 0);
  assert.equal(stdout, '0 objects: nothing to check\n');
  const json = await judged('main..main', '--format', 'json');
  assert.deepEqual(JSON.parse(json.stdout).objects, []);
});

test('a date that git would read as the current time is an error, and not a range without commits', async () => {
  for (const option of ['--since', '--until'])
    for (const date of ['blub', '', '-', 'onday']) {
      const ended = await judged(`${option}=${date}`, 'main');
      assert.deepEqual([ended.status, ended.stdout], [2, ''], date);
      assert.match(ended.stderr, /is not a date git knows\nhint: as 2026-01-31/);
    }
  for (const date of ['2 weeks ago', 'yesterday', '2020-01-31T10:00:00Z', 'last Friday', 'tea', '@0'])
    assert.equal((await judged('--since', date, 'main')).stderr, '', date);
});

test('a commit-graph file cannot leave commits out', async () => {
  repo.git('commit-graph', 'write', '--reachable');
  const path = join(repo.dir, '.git', 'objects', 'info', 'commit-graph');
  const good = readFileSync(path);
  chmodSync(path, 0o644);
  writeFileSync(path, withOtherParent(good, two, base));
  assert.ok(!repo.git('rev-list', 'main~1').includes(one), 'git believes it');
  const { objects } = await judged('--first-parent', 'main');
  rmSync(path);
  assert.deepEqual(
    objects.map(([, id]) => id),
    [merge, two, one, base].map(short),
  );
});

test('replace refs and grafts change nothing', async () => {
  const evil = repo.commit('evil', { sign: {} });
  repo.git('replace', base, evil);
  mkdirSync(join(repo.dir, '.git', 'info'), { recursive: true });
  writeFileSync(join(repo.dir, '.git', 'info', 'grafts'), `${one}\n`);
  const { objects } = await judged('--first-parent', 'main');
  repo.git('replace', '-d', base);
  writeFileSync(join(repo.dir, '.git', 'info', 'grafts'), '');
  assert.deepEqual(objects.at(-1), ['unsigned', short(base)]);
});

test('JSON of a range is one document, equal to that of its commits named one by one', async () => {
  const range = await judged('side..main', '--format', 'json');
  const ids = repo.git('rev-list', 'side..main').split('\n');
  const named = await judged(...ids, '--format', 'json');
  assert.equal(range.stdout, named.stdout);
  assert.equal(JSON.parse(range.stdout).objects.length, ids.length);
});
