import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { historyRepo, outcomesIn, short } from '../../support/history.js';
import { TestInstance } from '../../support/instance.js';

const instance = new TestInstance();
const repo = historyRepo(instance);
after(() => repo.remove());

const base = repo.commit('base', { sign: {} });
const bad = repo.commit('bad', { parents: [base] });
repo.git('update-ref', 'refs/heads/main', bad);
repo.git('update-ref', 'refs/remotes/origin/main', base);
repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
repo.git('config', 'remote.origin.url', repo.dir);
repo.git('config', 'remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*');
repo.git('config', 'branch.main.remote', 'origin');
repo.git('config', 'branch.main.merge', 'refs/heads/main');

const git = repo.git;

async function verify(...args: string[]) {
  const ended = await repo.waxseal(['verify', '--any-signer', ...args]);
  return { ...ended, objects: outcomesIn(ended.stdout) };
}

/** Runs with temporary refs. */
async function withRefs<T>(refs: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  for (const [ref, id] of Object.entries(refs)) git('update-ref', ref, id);
  try {
    return await work();
  } finally {
    for (const ref of Object.keys(refs)) git('update-ref', '-d', ref);
  }
}

function assertAmbiguous({ status, stdout, stderr }: Awaited<ReturnType<typeof verify>>, ...names: string[]) {
  assert.deepEqual([status, stdout], [2, ''], stderr);
  assert.match(stderr, /could be several things: /);
  for (const name of names) assert.ok(stderr.includes(name), `${name} in ${stderr}`);
}

test('a tag that is called like a remote branch does not empty a range: every form that means both is refused', async () => {
  await withRefs({ 'refs/tags/origin/main': bad }, async () => {
    for (const form of ['origin/main..HEAD', 'origin/main...HEAD', '^origin/main', 'origin/main~0..HEAD'])
      assertAmbiguous(
        await verify(form, ...(form.startsWith('^') ? ['HEAD'] : [])),
        'refs/tags/origin/main',
        'refs/remotes/origin/main',
      );
    for (const form of ['origin/main', 'origin/main^{commit}', 'origin/main^{tag}', 'origin/main@{0}'])
      assertAmbiguous(await verify(form), 'refs/tags/origin/main', 'refs/remotes/origin/main');
  });
});

test('full names, the upstream and HEAD keep their meaning, whatever tags exist', async () => {
  const tags = ['origin/main', 'refs/remotes/origin/main', 'main', 'HEAD', 'refs/heads/main', 'origin/HEAD'];
  await withRefs(Object.fromEntries(tags.map((tag) => [`refs/tags/${tag}`, bad])), async () => {
    for (const form of [
      'refs/remotes/origin/main..HEAD',
      'refs/remotes/origin/main..refs/heads/main',
      'refs/remotes/origin/main..',
      '@{upstream}..HEAD',
      'main@{upstream}..@',
      'HEAD@{u}..HEAD',
    ]) {
      const { status, objects, stderr } = await verify(form);
      assert.equal(stderr, '', form);
      assert.deepEqual([status, objects], [1, [['unsigned', short(bad)]]], form);
    }
  });
});

test('a full name is never searched for below another one', async () => {
  await withRefs({ 'refs/tags/refs/remotes/origin/next': bad }, async () => {
    const { status, stdout, stderr } = await verify('refs/remotes/origin/next..HEAD');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /there is no object refs\/remotes\/origin\/next in this repository/);
  });
});

test('a tag with the name of a branch, a remote or an abbreviated id is not verified in its place', async () => {
  await withRefs({ 'refs/tags/main': base, 'refs/heads/origin': base }, async () => {
    assertAmbiguous(await verify('main'), 'refs/tags/main', 'refs/heads/main');
    assertAmbiguous(await verify('origin'), 'refs/heads/origin', 'refs/remotes/origin/HEAD');
  });
  const abbreviated = bad.slice(0, 9);
  assert.deepEqual((await verify(abbreviated)).objects, [['unsigned', abbreviated]]);
  await withRefs({ [`refs/tags/${abbreviated}`]: base }, async () =>
    assertAmbiguous(await verify(abbreviated), `refs/tags/${abbreviated}`, bad),
  );
  const described = `v1-0-g${abbreviated}`;
  assert.equal((await verify(described)).status, 1);
  await withRefs({ [`refs/heads/${described}`]: base }, async () =>
    assertAmbiguous(await verify(described), `refs/heads/${described}`, bad),
  );
});

test('a full id means that object, even if a ref has the same name', async () => {
  await withRefs({ [`refs/tags/${bad}`]: base }, async () => {
    assert.deepEqual((await verify(bad)).objects, [['unsigned', short(bad)]]);
    assert.deepEqual((await verify(`${base}..${bad}`)).objects, [['unsigned', short(bad)]]);
  });
});

test('an abbreviation of two commits is refused with both ids', async () => {
  const seen = new Map<string, string>();
  let pair: [string, string] | undefined;
  for (let i = 0; !pair; i++) {
    const id = repo.commit(`twin ${i}`);
    const before = seen.get(id.slice(0, 4));
    if (before) pair = [before, id];
    seen.set(id.slice(0, 4), id);
  }
  assertAmbiguous(await verify(pair[0].slice(0, 4)), ...pair);
});

test('show and policy explain refuse an ambiguous name, and anything that is not a single object', async () => {
  await withRefs({ 'refs/tags/main': base }, async () => {
    for (const command of [['show'], ['policy', 'explain']]) {
      const { status, stderr } = await repo.waxseal([...command, 'main']);
      assert.equal(status, 2);
      assert.match(stderr, /"main" could be several things: refs\/tags\/main, refs\/heads\/main/);
      assert.equal((await repo.waxseal([...command, 'refs/heads/*'])).status, 2);
    }
  });
  assert.equal((await repo.waxseal(['policy', 'explain', `${base}..${bad}`])).status, 2);
});

test('without git, an ambiguous name is refused too, and a full name is exact', async () => {
  const PATH = join(repo.root, 'without-git');
  mkdirSync(PATH);
  symlinkSync(process.execPath, join(PATH, 'node'));
  const at = (...args: string[]) => repo.waxseal(['verify', '--any-signer', ...args], { PATH });
  await withRefs({ 'refs/tags/origin/main': bad, 'refs/tags/refs/heads/gone': base }, async () => {
    const { status, stderr } = await at('origin/main..HEAD');
    assert.equal(status, 2);
    assert.match(stderr, /could be several things: refs\/tags\/origin\/main, refs\/remotes\/origin\/main/);
    assert.equal((await at('refs/heads/gone')).status, 2);
    assert.deepEqual(outcomesIn((await at('refs/remotes/origin/main..HEAD')).stdout), [
      ['unsigned', short(bad)],
    ]);
  });
});

test('the output says that a range is empty; it holds, but with --require-some there is no answer', async () => {
  const { status, stdout } = await verify('HEAD..HEAD', '--format', 'json');
  const { summary } = JSON.parse(stdout);
  assert.deepEqual([status, summary.objects, summary.emptyRange], [0, 0, true]);
  const strict = await verify('HEAD..HEAD', '--require-some');
  assert.equal(strict.status, 2);
  assert.match(strict.stderr, /nothing to check, but --require-some was given/);
  const some = await verify(`${base}`, '--require-some', '--format', 'json');
  assert.deepEqual([some.status, JSON.parse(some.stdout).summary.emptyRange], [0, false]);
});

test('a search for a commit by its message is refused, because a later commit with that message would be found', async () => {
  const release = repo.commit('Release 1.0', { parents: [base], sign: {} });
  const later = repo.commit('Release 1.0', { parents: [release] });
  await withRefs({ 'refs/heads/topic': later }, async () => {
    // What git would do: nothing remains between the forged commit and the tip.
    assert.equal(git('rev-parse', 'topic^{/Release}'), later);
    for (const form of [
      ':/Release',
      ':/Release 1.0',
      'topic^{/Release}..topic',
      'topic^{/fix: a}..topic',
      'main..topic^{/Release}',
      '^topic^{/Release}',
      'topic~0^{/Release}',
      'refs/heads/topic^{/Release}^{commit}',
      `${later}^{/Release}~1`,
      ':/!-Release',
    ]) {
      const { status, stdout, stderr } = await verify(...(form.startsWith('^') ? [form, 'topic'] : [form]));
      assert.deepEqual([status, stdout], [2, ''], form);
      assert.match(
        stderr,
        /means the newest commit whose message contains this text.*give the id of the commit/,
        form,
      );
    }
    const shown = await repo.waxseal(['show', ':/Release']);
    assert.deepEqual([shown.status, shown.stdout], [2, '']);
    assert.match(shown.stderr, /means the newest commit whose message contains this text/);
  });
});

test('a path with the characters of a search is a path, and leads to no signed object', async () => {
  for (const form of ['main:a^{/b}', 'main:./x', 'main^{commit}:a^{/b}']) {
    const { status, stderr } = await verify(form);
    assert.equal(status, 2, form);
    assert.doesNotMatch(stderr, /the newest commit whose message/, form);
  }
});
