import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { historyRepo, outcomesIn, short } from '../../support/history.js';
import { TestInstance } from '../../support/instance.js';
import { signTag } from '../../support/sign-tag.js';

const instance = new TestInstance();

function fresh() {
  const repo = historyRepo(instance);
  after(() => repo.remove());
  const verify = async (...args: string[]) => {
    const ended = await repo.waxseal(['verify', '--any-signer', ...args]);
    return { ...ended, ids: outcomesIn(ended.stdout).map(([, id]) => id) };
  };
  const summary = async (...args: string[]) => {
    const { stdout } = await verify('--format', 'json', ...args);
    return JSON.parse(stdout).summary;
  };
  return { ...repo, verify, summary };
}

test('a commit with an old date does not hide what is below it from --since, and is reported as left out', async () => {
  const repo = fresh();
  const start = instance.start;
  const old = repo.commit('old', { sign: {}, time: start });
  const bad = repo.commit('bad', { parents: [old], time: start + 5000 });
  const backdated = repo.commit('backdated', { sign: {}, parents: [bad], time: start + 10 });
  const tip = repo.commit('tip', { sign: {}, parents: [backdated], time: start + 6000 });
  repo.git('update-ref', 'refs/heads/main', tip);
  const since = ['--since', String(start + 3000)];
  const { status, ids, stdout } = await repo.verify(...since);
  assert.deepEqual([status, ids], [1, [short(tip), short(bad)]]);
  assert.match(stdout, /left out: 2 commits by the date they state themselves\n$/);
  assert.equal((await repo.summary(...since)).leftOut.byDate, 2);
  assert.deepEqual((await repo.verify(...since, '--max-count', '2', 'main')).ids, [short(tip), short(bad)]);
  assert.deepEqual((await repo.verify('--until', String(start + 3000), 'main')).ids, [
    short(backdated),
    short(old),
  ]);
});

test('--all follows a detached HEAD, here and in other work trees, and names the other refs that it does not follow', async () => {
  const repo = fresh();
  const main = repo.commit('main', { sign: {} });
  repo.git('update-ref', 'refs/heads/main', main);
  const [here, there, stashed, pulled] = ['here', 'there', 'stashed', 'pulled'].map((name) =>
    repo.commit(name, { parents: [main] }),
  );
  repo.git('checkout', '-q', '--detach', String(here));
  repo.git('worktree', 'add', '-q', '--detach', join(repo.root, 'second'), String(there));
  repo.git('update-ref', 'refs/stash', String(stashed));
  for (const n of [1, 2]) repo.git('update-ref', `refs/pull/${n}/head`, String(pulled));
  const { status, ids, stdout } = await repo.verify('--all');
  assert.equal(status, 1);
  assert.deepEqual(new Set(ids), new Set([main, here, there].map((id) => short(String(id)))));
  assert.match(stdout, /left out: refs\/pull\/ \(2\), refs\/stash; name them to have them checked\n/);
  assert.deepEqual((await repo.summary('--all')).leftOut.refs, [
    { name: 'refs/pull/', count: 2 },
    { name: 'refs/stash', count: 1 },
  ]);
  assert.deepEqual((await repo.verify('refs/stash', 'refs/pull/**')).ids, [
    'refs/stash',
    'refs/pull/1/head',
    'refs/pull/2/head',
  ]);
});

test('--all includes commits that only a remote branch reaches', async () => {
  const repo = fresh();
  const main = repo.commit('main', { sign: {} });
  const remote = repo.commit('remote', { parents: [main] });
  repo.git('update-ref', 'refs/heads/main', main);
  repo.git('update-ref', 'refs/remotes/origin/next', remote);
  const { status, ids } = await repo.verify('--all');
  assert.deepEqual([status, ids], [1, [short(remote), short(main)]]);
});

test('a chain of tags is verified to its end, however long it is', async () => {
  const repo = fresh();
  const main = repo.commit('main', { sign: {} });
  repo.git('update-ref', 'refs/heads/main', main);
  let id = main;
  for (let i = 0; i < 40; i++)
    id = signTag(repo, instance, { name: `v${i}`, object: id, type: i === 0 ? 'commit' : 'tag' });
  repo.git('update-ref', 'refs/tags/v39', id);
  assert.equal((await repo.summary('--all')).objects, 41);
});

test('a pattern, and --all, report a tag of a file as left out', async () => {
  const repo = fresh();
  const main = repo.commit('main', { sign: {} });
  repo.git('update-ref', 'refs/heads/main', main);
  repo.git('update-ref', 'refs/tags/v1', main);
  repo.git(
    'update-ref',
    'refs/tags/v2',
    repo.at(repo.dir, ['hash-object', '-w', '--stdin'], Buffer.from('x')),
  );
  for (const selection of [['v*'], ['--all'], ['--no-merges', 'v*']]) {
    const { status, stdout } = await repo.verify(...selection);
    assert.equal(status, 0, selection.join(' '));
    assert.match(stdout, /left out: refs\/tags\/v2; no signature can be on a file or tree\n/);
  }
});

test('a history that git cannot walk to its end gives no answer, however much of it was shown', async () => {
  const repo = fresh();
  const ids: string[] = [];
  for (let i = 0; i < 4; i++)
    ids.push(repo.commit(`c${i}`, { sign: {}, ...(i > 0 && { parents: [String(ids[i - 1])] }) }));
  repo.git('update-ref', 'refs/heads/main', String(ids[3]));
  const [first = ''] = ids;
  rmSync(join(repo.dir, '.git', 'objects', first.slice(0, 2), first.slice(2)));
  const { status, stderr } = await repo.verify('--max-count', '9', 'main');
  assert.equal(status, 2);
  assert.match(stderr, /the history cannot be walked to its end/);
});

test('left-out objects are reported in every form of output, and next to the rows of --quiet', async () => {
  const repo = fresh();
  const main = repo.commit('main', { sign: {} });
  repo.git('update-ref', 'refs/heads/main', main);
  repo.git('update-ref', 'refs/stash', repo.commit('stashed'));
  const left = 'left out: refs/stash; name them to have them checked';
  const quiet = await repo.verify('--all', '--quiet');
  assert.deepEqual([quiet.status, quiet.stdout, quiet.stderr], [0, '', `waxseal: ${left}\n`]);
  for (const more of [[], ['--quiet']])
    for (const format of ['sarif', 'junit', 'markdown', 'html', 'json']) {
      const { stdout, stderr } = await repo.verify('--all', '--format', format, ...more);
      const text = stdout.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code));
      const right = format === 'json' ? '"refs":[{"name":"refs/stash","count":1}]' : left;
      assert.ok((format === 'json' ? JSON.stringify(JSON.parse(text)) : text).includes(right), stdout);
      assert.equal(stderr, '');
    }
  const actions = await repo.waxseal(['verify', '--any-signer', '--all'], { GITHUB_ACTIONS: 'true' });
  assert.ok(actions.stdout.endsWith(`${left}\n::notice title=Signatures::${left}\n`), actions.stdout);
  const empty = await repo.verify('main..main', '--quiet');
  assert.deepEqual([empty.status, empty.stdout, empty.stderr], [0, '', 'waxseal: nothing to check\n']);
});
