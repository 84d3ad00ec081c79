import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  GitError,
  GitObjects,
  git,
  listRevs,
  readGitConfig,
  repositoryInfo,
  revParse,
} from '../../../io/git/index.js';
import { repository, temporaryDirectory } from '../support/repository.js';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

for (const format of ['sha1', 'sha256'] as const) {
  test(`objects of a ${format} repository are read through one git process, in the requested order`, async (t) => {
    const repo = repository(t, format);
    repo.git('commit', '-q', '--allow-empty', '-m', 'one');
    repo.git('tag', '-a', 'v1', '-m', 'a tag');
    const [head, tag] = [repo.git('rev-parse', 'HEAD'), repo.git('rev-parse', 'v1')];
    const objects = new GitObjects({ cwd: repo.dir, env: repo.env });
    const names = Array.from({ length: 3000 }, (_, i) =>
      i % 3 === 0 ? 'v1' : i % 3 === 1 ? head : 'nothing',
    );
    const answers = await Promise.all(names.map((name) => objects.read(name)));
    await objects.close();
    answers.forEach((answer, i) => {
      if (i % 3 === 2) assert.deepEqual(answer, { missing: true, name: 'nothing', why: 'missing' });
      else
        assert.ok(
          'raw' in answer &&
            answer.id === (i % 3 === 0 ? tag : head) &&
            answer.type === (i % 3 === 0 ? 'tag' : 'commit'),
        );
    });
    const info = await repositoryInfo({ cwd: repo.dir, env: repo.env });
    assert.deepEqual(info, {
      gitDir: join(repo.dir, '.git'),
      commonDir: join(repo.dir, '.git'),
      topLevel: repo.dir,
      bare: false,
      shallow: false,
      objectFormat: format,
    });
  });
}

test('a huge object is refused by its size, and the objects after it are still read', async (t) => {
  const repo = repository(t);
  const [big, small] = [repo.hash('x'.repeat(300_000)), repo.hash('x\ny\n')];
  const objects = new GitObjects({ cwd: repo.dir, env: repo.env, maxBytes: 1000 });
  const [first, second, third] = await Promise.all([
    objects.read(big),
    objects.read(small),
    objects.read(big),
  ]);
  await objects.close();
  assert.deepEqual(first, { missing: true, name: big, why: 'too-large', id: big, size: 300_000 });
  assert.ok(second && 'raw' in second && text(second.raw) === 'x\ny\n');
  assert.deepEqual(third, first);
});

test('an object is the one that its id names, even if a replace ref says otherwise', async (t) => {
  const repo = repository(t);
  const [real, fake] = [repo.hash('real'), repo.hash('fake')];
  repo.git('replace', real, fake);
  const objects = new GitObjects({ cwd: repo.dir, env: repo.env });
  const answer = await objects.read(real);
  await objects.close();
  assert.ok('raw' in answer && text(answer.raw) === 'real');
});

test('a name with a line break sends no request', async (t) => {
  const repo = repository(t);
  const objects = new GitObjects({ cwd: repo.dir, env: repo.env });
  assert.ok('missing' in (await objects.read('HEAD\nHEAD')));
  await objects.close();
  await assert.rejects(objects.read('HEAD'), { code: 'GIT_FAILED' });
});

test('outside a repository, every reader says so', async (t) => {
  const dir = temporaryDirectory(t);
  const place = { cwd: dir, env: { PATH: process.env['PATH'], HOME: dir } };
  await assert.rejects(repositoryInfo(place), { code: 'NOT_A_REPOSITORY' });
  const objects = new GitObjects(place);
  await assert.rejects(objects.read('HEAD'), /not a git repository/);
  assert.ok(Array.isArray(await readGitConfig(place)));
});

test('a revision means one id, and an option is not a revision', async (t) => {
  const repo = repository(t);
  repo.git('commit', '-q', '--allow-empty', '-m', 'one');
  assert.equal(await revParse('HEAD', { cwd: repo.dir, env: repo.env }), repo.git('rev-parse', 'HEAD'));
  for (const bad of ['no-such', '--all', '--git-dir', 'HEAD..HEAD']) {
    await assert.rejects(revParse(bad, { cwd: repo.dir, env: repo.env }), { code: 'REVISION_UNKNOWN' }, bad);
  }
});

test('the commits of a range come in git’s order, and an unknown one is named in the error', async (t) => {
  const repo = repository(t);
  for (const name of ['a', 'b', 'c']) repo.git('commit', '-q', '--allow-empty', '-m', name);
  const place = { cwd: repo.dir, env: repo.env };
  assert.deepEqual(
    await collect(listRevs(['HEAD~2..HEAD'], place)),
    repo.git('rev-list', 'HEAD~2..HEAD').split('\n'),
  );
  await assert.rejects(collect(listRevs(['nope'], place)), { code: 'REVISION_UNKNOWN' });
  for await (const first of listRevs(['HEAD'], place)) {
    assert.equal(first, repo.git('rev-parse', 'HEAD'));
    break;
  }
});

test('configuration keeps scope, origin, valueless keys and line breaks', async (t) => {
  const repo = repository(t);
  repo.git('config', '--global', 'waxseal.fulcio', 'https://a.test');
  repo.git('config', 'waxseal.two', 'x\ny');
  repo.git('config', 'gitsign.fulcio', 'https://b.test');
  const entries = await readGitConfig({
    cwd: repo.dir,
    env: { ...repo.env, GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'waxseal.cmd', GIT_CONFIG_VALUE_0: '1' },
  });
  const found = entries
    .filter(({ key }) => /^(waxseal|gitsign)\./.test(key))
    .map(({ key, value, scope }) => [key, value, scope]);
  assert.deepEqual(found, [
    ['waxseal.fulcio', 'https://a.test', 'global'],
    ['waxseal.two', 'x\ny', 'local'],
    ['gitsign.fulcio', 'https://b.test', 'local'],
    ['waxseal.cmd', '1', 'command'],
  ]);
});

test('git gets no identity token in its environment, and input and output are passed on', async () => {
  const env = { ...process.env, SIGSTORE_ID_TOKEN: 'secret', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'secret' };
  const shown = await git({ args: ['-c', 'alias.env=!env', 'env'], env });
  assert.ok(!text(shown.stdout).includes('secret'));
  const hashed = await git({ args: ['hash-object', '--stdin'], input: Buffer.from('x') });
  assert.match(text(hashed.stdout), /^[0-9a-f]{40,64}\n$/);
});

test('too much output, a failure and a missing git are typed errors', async () => {
  await assert.rejects(git({ args: ['help', '-a'], maxBytes: 10 }), { code: 'GIT_OUTPUT_TOO_LARGE' });
  await assert.rejects(
    git({ args: ['no-such-command'] }),
    (error: unknown) => error instanceof GitError && error.code === 'GIT_FAILED' && error.exitCode === 1,
  );
  await assert.rejects(git({ args: ['version'], env: { PATH: '/nonexistent' } }), { code: 'GIT_NOT_FOUND' });
});

async function collect(from: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const one of from) all.push(one);
  return all;
}
