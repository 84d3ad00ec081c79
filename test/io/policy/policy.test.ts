import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { utf8 } from '../../../core/encoding/index.js';
import { GitObjects } from '../../../io/git/index.js';
import { loadRepositoryPolicy, RepositoryFacts } from '../../../io/repository-policy/index.js';
import { createRepo, type GitRepo } from '../../support/git-repo.js';
import { growHistory } from '../../support/long-history.js';
import { NOW } from '../../support/policy.js';

const policy = (who: string) =>
  `signers: {${who}: {issuer: https://issuer.example, subject: ${who}@example.com}}\nrules: [{signers: ${who}}]\n`;
let repo: GitRepo;

beforeEach(async () => {
  repo = await createRepo();
});
afterEach(() => repo.remove());

function put(path: string, text: string): void {
  const file = join(repo.dir, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function commit(files: Record<string, string>, message = 'x'): Promise<string> {
  for (const [path, text] of Object.entries(files)) put(path, text);
  await repo.git(['add', '-A']);
  await repo.git(['commit', '-q', '--allow-empty', '-m', message]);
  return repo.git(['rev-parse', 'HEAD']);
}

async function load(file?: string, cwd = repo.dir) {
  const env = { ...repo.env };
  const { loaded } = await loadRepositoryPolicy({ cwd, env, now: NOW, ...(file !== undefined && { file }) });
  return loaded && { ...loaded, who: [...loaded.policy.signers.keys()] };
}

const remote = (ref: string, id: string) => repo.git(['update-ref', `refs/remotes/origin/${ref}`, id]);

async function withRemote(head = true): Promise<void> {
  await repo.git(['remote', 'add', 'origin', 'https://example.invalid/x.git']);
  if (head) await repo.git(['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main']);
}

test('without a remote, the policy of HEAD counts, and the answer says that it is self-declared', async () => {
  const id = await commit({ '.waxseal.yaml': policy('alice') });
  put('.waxseal.yaml', policy('eve'));
  const loaded = await load();
  assert.deepEqual(loaded?.who, ['alice']);
  assert.equal(loaded?.source, `.waxseal.yaml of HEAD (commit ${id.slice(0, 12)}, self-declared)`);
  assert.deepEqual([loaded?.selfDeclared, loaded?.branch], [true, 'main']);
});

test('the policy of the remote’s default branch counts, whatever is in the branch, the index and the files', async () => {
  const id = await commit({ '.waxseal.yaml': policy('alice') });
  await withRemote();
  await remote('main', id);
  await repo.git(['checkout', '-q', '-b', 'feature']);
  await commit({ '.waxseal.yaml': policy('eve') });
  const loaded = await load();
  assert.deepEqual(loaded?.who, ['alice']);
  assert.equal(loaded?.source, `.waxseal.yaml of origin/main (commit ${id.slice(0, 12)})`);
  assert.deepEqual([loaded?.selfDeclared, loaded?.branch], [false, 'main']);
});

test('for a branch that starts before a policy became stricter, the stricter one counts', async () => {
  const old = await commit({ '.waxseal.yaml': policy('eve') });
  const now = await commit({ '.waxseal.yaml': policy('alice') });
  await withRemote();
  await remote('main', now);
  await repo.git(['checkout', '-q', '-b', 'feature', old]);
  await commit({ a: 'a' });
  assert.deepEqual((await load())?.who, ['alice']);
});

test('if the default branch has no policy, a branch cannot introduce one', async () => {
  const id = await commit({ a: 'a' });
  await withRemote();
  await remote('main', id);
  await commit({ '.waxseal.yaml': policy('eve') });
  assert.equal(await load(), undefined);
});

test('the remote’s HEAD names the default branch', async () => {
  const trusted = await commit({ '.waxseal.yaml': policy('alice') });
  await withRemote();
  await remote('release', trusted);
  await remote('main', await commit({ '.waxseal.yaml': policy('eve') }));
  await repo.git(['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/release']);
  const loaded = await load();
  assert.deepEqual([loaded?.who, loaded?.branch], [['alice'], 'release']);
});

test('an unknown default branch of a remote is an error, and not a reason to use HEAD', async () => {
  await commit({ '.waxseal.yaml': policy('eve') });
  await withRemote(false);
  await assert.rejects(load(), { code: 'PROTECTED_BRANCH_UNKNOWN', message: /origin is not known here/ });
  await repo.git(['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/gone']);
  await assert.rejects(load(), {
    code: 'PROTECTED_BRANCH_UNKNOWN',
    message: /gone, which cannot be read here/,
  });
  put('given.yaml', policy('alice'));
  assert.deepEqual((await load(join(repo.dir, 'given.yaml')))?.who, ['alice']);
});

test('no branch name is mistaken for the default branch, and no tag for a branch', async () => {
  const id = await commit({ '.waxseal.yaml': policy('eve') });
  await withRemote(false);
  for (const name of ['main', 'master', 'trunk']) {
    await remote(name, id);
    await assert.rejects(load(), {
      code: 'PROTECTED_BRANCH_UNKNOWN',
      hint: /git remote set-head origin -a.*--policy-branch NAME.*waxseal\.policyBranch/,
    });
    await repo.git(['update-ref', '-d', `refs/remotes/origin/${name}`]);
  }
  await repo.git(['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/develop']);
  await repo.git(['update-ref', 'refs/tags/refs/remotes/origin/develop', id]);
  await assert.rejects(load(), { code: 'PROTECTED_BRANCH_UNKNOWN' });
});

test('a replace ref does not change the policy', async () => {
  const id = await commit({ '.waxseal.yaml': policy('alice') });
  await withRemote();
  await remote('main', id);
  const evil = await commit({ '.waxseal.yaml': policy('eve') });
  await repo.git(['replace', id, evil]);
  assert.match(await repo.git(['show', `${id}:.waxseal.yaml`]), /eve/);
  assert.deepEqual((await load())?.who, ['alice']);
});

test('in a bare repository, its own default branch counts', async () => {
  await commit({ '.waxseal.yaml': policy('alice') });
  const bare = join(repo.home, 'bare.git');
  await repo.git(['clone', '-q', '--bare', repo.dir, bare]);
  const loaded = await load(undefined, bare);
  assert.deepEqual([loaded?.who, loaded?.selfDeclared, loaded?.branch], [['alice'], false, 'main']);
  assert.match(loaded?.source ?? '', /of main of this server/);
});

test('an empty repository, a linked work tree and a detached HEAD have an answer', async () => {
  assert.equal(await load(), undefined);
  await commit({ '.waxseal.yaml': policy('alice') });
  const linked = join(repo.home, 'linked');
  await repo.git(['worktree', 'add', '-q', '--detach', linked]);
  const loaded = await load(undefined, linked);
  assert.deepEqual([loaded?.who, loaded?.branch], [['alice'], undefined]);
});

test('anything that cannot be a policy is refused: a folder, a link, other bytes, too many bytes', async () => {
  await commit({ '.waxseal.yaml/x': 'x' });
  await assert.rejects(load(), { code: 'POLICY_NOT_A_FILE' });
  await repo.git(['rm', '-q', '-r', '.waxseal.yaml']);
  await commit({ '.waxseal.yaml': `#${'x'.repeat(1 << 20)}` });
  await assert.rejects(load(), { code: 'POLICY_TOO_LARGE' });
  writeFileSync(join(repo.dir, '.waxseal.yaml'), Uint8Array.of(0xff, 0xfe, 0x00));
  await commit({});
  await assert.rejects(load(), { code: 'POLICY_UNREADABLE', message: /UTF-8/ });
  await assert.rejects(load(join(repo.dir, 'missing')), {
    code: 'POLICY_UNREADABLE',
    message: /does not exist/,
  });
  await assert.rejects(load(repo.dir), { code: 'POLICY_NOT_A_FILE' });
});

test('a policy of one mebibyte is read and its characters are counted; a larger one is not read, from a branch or a file', async () => {
  const most = `${policy('bob')}#`.padEnd(1 << 20, 'x');
  const file = join(repo.home, 'given.yaml');
  for (const [text, message] of [
    [most, /is larger than 262144 characters/],
    [`${most}x`, /is larger than 1048576 bytes/],
  ] as const) {
    await commit({ '.waxseal.yaml': text });
    writeFileSync(file, text);
    for (const given of [undefined, file])
      await assert.rejects(load(given), { code: 'POLICY_TOO_LARGE', message });
  }
});

test('a policy may come through a pipe or from a device', {
  skip: process.platform === 'win32',
}, async () => {
  const pipe = join(repo.home, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const writing = writeFile(pipe, policy('bob'));
  assert.deepEqual((await load(pipe))?.who, ['bob']);
  await writing;
  await assert.rejects(load('/dev/null'), { code: 'POLICY_BAD_VALUE' });
});

async function factsOf(revision: string) {
  const place = { cwd: repo.dir, env: { ...repo.env } };
  const objects = new GitObjects(place);
  const facts = new RepositoryFacts(place);
  try {
    const object = await objects.read(revision);
    assert.ok(!('missing' in object) && (object.type === 'commit' || object.type === 'tag'));
    const { id, type, raw } = object;
    const found = await facts.of({ id, type, raw, name: revision, branch: 'main' });
    return { ...found, changed: [...((await found.paths()) ?? ['unreadable'])].sort() };
  } finally {
    await facts.close();
    await objects.close();
  }
}

test('the changes of a commit: added, removed, renamed, changed mode, and everything in the first one', async () => {
  await commit({ a: 'a', 'd/b': 'b', 'd/ü\n': 'u' });
  assert.deepEqual((await factsOf('HEAD')).changed, ['a', 'd/b', 'd/ü\n']);
  await repo.git(['mv', 'a', 'c']);
  await repo.git(['rm', '-q', 'd/b']);
  await repo.git(['update-index', '--chmod=+x', 'd/ü\n']);
  await repo.git(['commit', '-q', '-m', 'y']);
  await repo.git(['config', 'diff.renames', 'true']);
  const { changed, authorEmail, parents } = await factsOf('HEAD');
  assert.deepEqual(changed, ['a', 'c', 'd/b', 'd/ü\n']);
  assert.deepEqual([authorEmail, parents.length], ['wax@example.test', 1]);
  await repo.git(['commit', '-q', '--allow-empty', '-m', 'z']);
  assert.deepEqual((await factsOf('HEAD')).changed, []);
});

test('a submodule is a change, even if the configuration hides it', async () => {
  await commit({ a: 'a', '.gitmodules': '[submodule "s"]\n\tpath = s\n\turl = x\n\tignore = all\n' });
  await repo.git(['update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},s`]);
  await repo.git(['commit', '-q', '-m', 'y']);
  await repo.git(['update-index', '--cacheinfo', `160000,${'2'.repeat(40)},s`]);
  await repo.git(['commit', '-q', '-m', 'z']);
  await repo.git(['config', 'diff.ignoreSubmodules', 'all']);
  assert.deepEqual((await factsOf('HEAD')).changed, ['s/']);
});

async function merge(result: (theirs: string) => Promise<void>): Promise<string[]> {
  await commit({ both: '1\n2\n3\n4\n5\n', ours: 'o', theirs: 't', '.github/x': 'x' });
  await repo.git(['checkout', '-q', '-b', 'side']);
  const theirs = await commit({ theirs: 'changed', both: '1\n2\n3\n4\nX\n' });
  await repo.git(['checkout', '-q', 'main']);
  await commit({ ours: 'changed', both: 'X\n2\n3\n4\n5\n', '.github/x': 'fixed' });
  await result(theirs);
  return (await factsOf('HEAD')).changed;
}

test('a merge of two sides changes only what both sides changed', async () => {
  const changed = await merge(async () => {
    await repo.git(['merge', '-q', '--no-edit', 'side']);
  });
  assert.deepEqual(changed, ['both']);
});

test('a merge that edits a file changes it', async () => {
  const changed = await merge(async () => {
    await repo.git(['merge', '-q', '--no-commit', 'side']);
    put('.github/x', 'evil');
    await repo.git(['commit', '-q', '-a', '-m', 'm']);
  });
  assert.deepEqual(changed, ['.github/x', 'both']);
});

test('a merge that drops a change of one side has that change', async () => {
  const changed = await merge(async (theirs) => {
    const tree = await repo.git(['rev-parse', `${theirs}^{tree}`]);
    const id = await repo.git(['commit-tree', tree, '-p', 'HEAD', '-p', theirs, '-m', 'theirs']);
    await repo.git(['reset', '-q', '--hard', id]);
  });
  assert.deepEqual(changed, ['.github/x', 'both', 'ours']);
});

test('the changes of the oldest commits in a shallow clone are unknown', async () => {
  await commit({ a: '1' });
  await commit({ a: '2' });
  const source = repo.dir;
  const clone = join(repo.home, 'shallow');
  await repo.git(['clone', '-q', '--depth=1', `file://${source}`, clone]);
  const place = { cwd: clone, env: { ...repo.env } };
  const objects = new GitObjects(place);
  const facts = new RepositoryFacts(place);
  const object = await objects.read('HEAD');
  assert.ok(!('missing' in object) && object.type === 'commit');
  const found = await facts.of({ ...object, type: 'commit' });
  assert.equal(await found.paths(), undefined);
  await facts.close();
  await objects.close();
});

test('only ancestors count as earlier', async () => {
  const first = await commit({ a: '1' });
  const second = await commit({ a: '2' });
  await repo.git(['checkout', '-q', '-b', 'side', first]);
  await commit({ b: '1' });
  assert.equal(await (await factsOf(first)).isBefore(second), true);
  assert.equal(await (await factsOf(second)).isBefore(second), false);
  assert.equal(await (await factsOf('side')).isBefore(second), false);
  assert.equal(await (await factsOf(first)).isBefore('1'.repeat(40)), undefined);
});

test('the commits that a policy names are read together, tags of them and unknown ones too', async () => {
  const first = await commit({ a: '1' });
  const later = [...growHistory(repo, 'main', 390)].reverse();
  await repo.git(['tag', '-a', '-m', 'x', 'v1', 'main']);
  await repo.git(['tag', '-a', '-m', 'x', 'v2', 'v1']);
  const tags = [await repo.git(['rev-parse', 'v1']), await repo.git(['rev-parse', 'v2'])];
  const blob = await repo.git(['rev-parse', 'main:a']);
  const next = [...later, ...tags, blob, '1'.repeat(40)];
  const [old, middle] = [await factsOf(first), await factsOf(later[205] ?? '')];
  for (const id of [...later, ...tags]) assert.equal(await old.isBefore(id, next), true);
  assert.deepEqual(await Promise.all([blob, '1'.repeat(40)].map((id) => old.isBefore(id, next))), [
    undefined,
    undefined,
  ]);
  assert.equal(later.indexOf(middle.id), 205);
  for (const [i, id] of later.entries()) assert.equal(await middle.isBefore(id, next), i > 205);
});

test('if a commit on the way is not in this clone, nothing behind it counts as earlier', async () => {
  const first = await commit({ a: '1' });
  const second = await commit({ a: '2' });
  const last = await commit({ a: '3' });
  const behind = await factsOf(first);
  await lose(second);
  assert.equal(await behind.isBefore(last), false);
});

test('a graft does not make a commit older than it is', async () => {
  const first = await commit({ a: '1' });
  await repo.git(['checkout', '-q', '--orphan', 'evil']);
  const evil = await commit({ b: '1' });
  put('.git/info/grafts', `${first} ${evil}\n`);
  assert.equal(await (await factsOf(evil)).isBefore(first), false);
});

test('a tag has its own name and the name of its ref', async () => {
  await commit({ a: '1' });
  await repo.git(['tag', '-a', '-m', 'x', 'v1']);
  await repo.git(['update-ref', 'refs/tags/v2', await repo.git(['rev-parse', 'v1'])]);
  for (const [name, ref] of [
    ['v1', 'v1'],
    ['refs/tags/v2', 'v2'],
    ['tags/v2', 'v2'],
    [await repo.git(['rev-parse', 'v1']), undefined],
  ] as const) {
    const { tagName, tagRef, committerEmail } = await factsOf(name);
    assert.deepEqual([tagName, tagRef, committerEmail], ['v1', ref, 'wax@example.test']);
  }
});

test('an object with unreadable headers is reported as such', async () => {
  const facts = new RepositoryFacts({ cwd: repo.dir, env: { ...repo.env } });
  const found = await facts.of({ id: '1'.repeat(40), type: 'commit', raw: utf8('tree x\n\n') });
  assert.equal(found.unreadable, true);
  await facts.close();
});

/** Removes an object from a repository, like a partial clone or a broken disk. */
async function lose(revision: string): Promise<void> {
  const id = await repo.git(['rev-parse', revision]);
  rmSync(join(repo.dir, '.git', 'objects', id.slice(0, 2), id.slice(2)));
}

test('a policy that is not in this clone is no answer, and is never treated as a missing policy', async () => {
  await commit({ '.waxseal.yaml': policy('alice'), 'z/file': 'x' });
  await lose('HEAD:.waxseal.yaml');
  const unreadable = { code: 'POLICY_UNREADABLE', message: /this clone lacks objects/ };
  await assert.rejects(load(), unreadable);
  await lose('HEAD^{tree}');
  await assert.rejects(load(), unreadable);
});

test('"no policy" is reported only for a tree that was read and does not contain one', async () => {
  await commit({ '.waxseal.yml': 'x', 'x.waxseal.yaml': 'x', 'dir/.waxseal.yaml': policy('eve') });
  assert.equal(await load(), undefined);
});

test('if a tree is missing from this clone, the changes of a commit are unknown, and never empty', async () => {
  await commit({ a: '1', 'dir/b': '1' });
  const id = await commit({ a: '2', 'dir/b': '2' });
  const env = { ...repo.env };
  const pathsNow = async () => {
    const objects = new GitObjects({ cwd: repo.dir, env });
    const facts = new RepositoryFacts({ cwd: repo.dir, env });
    const object = await objects.read(id);
    assert.ok(!('missing' in object));
    const { paths } = await facts.of({ id, type: 'commit', raw: object.raw });
    const found = await paths();
    await Promise.all([objects.close(), facts.close()]);
    return found;
  };
  assert.deepEqual(await pathsNow(), ['a', 'dir/b']);
  await lose('HEAD~:dir');
  assert.equal(await pathsNow(), undefined);
  await lose('HEAD~^{tree}');
  assert.equal(await pathsNow(), undefined);
});
