import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { parseCommit } from '../../../core/git/index.js';
import { GitObjects } from '../../../io/git/index.js';
import { ChangeWork } from '../../../io/repository-policy/change-work.js';
import { TreeDiffs } from '../../../io/repository-policy/changed-paths.js';
import {
  loadRepositoryPolicy,
  policyInForce,
  protectedBranch,
  RepositoryFacts,
} from '../../../io/repository-policy/index.js';
import { mergeBases } from '../../../io/repository-policy/merge-bases.js';
import { ownChanges } from '../../../io/repository-policy/own-changes.js';
import { createRepo, type GitRepo } from '../../support/git-repo.js';
import { NOW } from '../../support/policy.js';
import { changedBy, commitFiles } from './repo-facts.js';

let repo: GitRepo;
let objects: GitObjects;

beforeEach(async () => {
  repo = await createRepo();
  objects = new GitObjects(place());
});
afterEach(async () => {
  await objects.close();
  await repo.remove();
});

const place = () => ({ cwd: repo.dir, env: { ...repo.env } });
const commit = (files: Record<string, string>) => commitFiles(repo, files);
const GONE = '1'.repeat(40);

/** Makes an object of any type and bytes; returns its id. */
function write(type: string, bytes: string): Promise<string> {
  const file = join(repo.home, 'object');
  writeFileSync(file, bytes);
  return repo.git(['hash-object', '-w', '-t', type, '--literally', file]);
}

test('a tree that is not here and an object that is no tree have different errors', async () => {
  const id = await commit({ a: '1' });
  const blob = await repo.git(['rev-parse', 'HEAD:a']);
  const diffs = new TreeDiffs(objects);
  const read = (tree: string) => diffs.between(undefined, tree, new ChangeWork());
  await assert.rejects(read(GONE), { name: 'GitError', code: 'GIT_FAILED' });
  for (const other of [blob, id]) await assert.rejects(read(other), { code: 'GIT_OUTPUT_MALFORMED' });
});

test('a parent that is not here, or is no commit, is an unknown revision', async () => {
  await commit({ a: '1' });
  const tree = await repo.git(['rev-parse', 'HEAD^{tree}']);
  const reader = { place: place(), objects, diffs: new TreeDiffs(objects) };
  for (const parent of [GONE, tree])
    await assert.rejects(ownChanges(reader, { tree, parents: [parent] }), { code: 'REVISION_UNKNOWN' });
});

test('unrelated histories have no merge base', async () => {
  const one = await commit({ a: '1' });
  await repo.git(['checkout', '-q', '--orphan', 'other']);
  const other = await commit({ b: '1' });
  assert.deepEqual(await mergeBases(place(), objects, one, other), []);
});

test('a shallow clone that cuts one side only has no merge base that can be known', async () => {
  await commit({ a: '1' });
  await repo.git(['checkout', '-q', '-b', 'side']);
  const side = await commit({ b: '1' });
  await repo.git(['checkout', '-q', 'main']);
  const main = await commit({ c: '1' });
  await repo.git(['merge', '-q', '--no-edit', 'side']);
  assert.deepEqual(await changedBy(repo, 'HEAD'), []);
  writeFileSync(join(repo.dir, '.git', 'shallow'), `${side}\n`);
  await assert.rejects(mergeBases(place(), objects, main, side), { code: 'REVISION_UNKNOWN' });
  assert.equal(await changedBy(repo, 'HEAD'), undefined);
});

test('a bug of the program is no missing fact: it is thrown', async () => {
  const id = await commit({ a: '1' });
  const object = await objects.read(id);
  assert.ok(!('missing' in object));
  let isBroken = false;
  const broken = {
    ...place(),
    get cwd() {
      if (isBroken) throw new TypeError('a bug');
      return repo.dir;
    },
  };
  const facts = new RepositoryFacts(broken);
  const { paths } = await facts.of({ id, type: 'commit', raw: object.raw });
  assert.deepEqual(await paths(), ['a']);
  isBroken = true;
  await assert.rejects(paths(), TypeError);
  isBroken = false;
  const raw = undefined as never;
  await assert.rejects(facts.of({ id, type: 'commit', raw }), TypeError);
  await facts.close();
});

test('a commit or tree without readable bytes leaves the policy unreadable', async () => {
  const id = await commit({ a: '1' });
  const blob = await repo.git(['rev-parse', 'HEAD:a']);
  const text = await repo.git(['cat-file', 'commit', id]);
  const { tree } = parseCommit(Buffer.from(`${text}\n`));
  for (const bytes of ['no headers\n\n', `${text}\n`.replace(tree, blob)]) {
    // git itself refuses such a ref.
    writeFileSync(join(repo.dir, '.git', 'refs', 'heads', 'main'), `${await write('commit', bytes)}\n`);
    await assert.rejects(policyInForce(place()), {
      code: 'POLICY_UNREADABLE',
      message: /^\.waxseal\.yaml of HEAD cannot be read/,
    });
  }
});

test('a policy that git’s answer is too large for is too large, and not missing', async () => {
  await commit({ '.waxseal.yaml': '#'.padEnd((16 << 20) + 1, 'x') });
  await assert.rejects(policyInForce(place()), { code: 'POLICY_TOO_LARGE' });
});

test('a branch that was looked at before is not looked for again', async () => {
  const lookedAt = await commit({ '.waxseal.yaml': 'first' });
  await commit({ '.waxseal.yaml': 'second' });
  const before = { branch: 'x', ref: 'refs/heads/x', commit: lookedAt, shown: 'x', selfDeclared: false };
  assert.deepEqual(await policyInForce({ ...place(), lookedAt: before }), {
    lookedAt: before,
    text: 'first',
  });
});

test('without a policy, the answer says which branch has none', async () => {
  const id = await commit({ a: '1' });
  const found = await loadRepositoryPolicy({ ...place(), now: NOW });
  assert.deepEqual(found, {
    lookedAt: { branch: 'main', ref: 'HEAD', commit: id, shown: 'HEAD', selfDeclared: true },
  });
});

test('a named branch is one of this repository on a server, and of the remote elsewhere', async () => {
  const own = await commit({ a: '1' });
  const theirs = await commit({ a: '2' });
  await repo.git(['reset', '-q', '--hard', own]);
  await repo.git(['remote', 'add', 'origin', 'https://example.invalid/x.git']);
  await repo.git(['update-ref', 'refs/remotes/origin/main', theirs]);
  const named = (policyBranch: string, receiving: boolean) =>
    protectedBranch({ ...place(), policyBranch }, receiving);
  const [branch, ref] = ['main', 'refs/heads/main'];
  const server = { branch, ref, commit: own, shown: 'main of this server', selfDeclared: false };
  assert.deepEqual(await named('main', true), server);
  assert.deepEqual(await named(ref, true), server);
  assert.deepEqual(await named(ref, false), { ...server, shown: 'main', selfDeclared: true });
  assert.deepEqual(await named('main', false), {
    branch,
    ref: 'refs/remotes/origin/main',
    commit: theirs,
    shown: 'origin/main',
    selfDeclared: false,
  });
});

test('a branch that is named by its whole name needs no answer about remotes', async () => {
  const own = await commit({ a: '1' });
  await repo.git(['remote', 'add', 'origin', 'https://example.invalid/x.git']);
  await repo.git(['config', 'remote.origin.fetch', '::bad::refspec::']);
  await assert.rejects(protectedBranch(place()));
  const one = await protectedBranch({ ...place(), policyBranch: 'refs/heads/main' });
  assert.equal(one?.commit, own);
});
