import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { protectedBranch } from '../../../io/repository-policy/index.js';
import { createRepo, type GitRepo } from '../../support/git-repo.js';
import { commitFiles } from './repo-facts.js';

let repo: GitRepo;
let [trusted, evil] = ['', ''];

beforeEach(async () => {
  repo = await createRepo();
  trusted = await commitFiles(repo, { a: '1' });
  evil = await commitFiles(repo, { a: '2' });
});
afterEach(() => repo.remove());

const found = () => protectedBranch({ cwd: repo.dir, env: { ...repo.env } });
const unknown = { code: 'PROTECTED_BRANCH_UNKNOWN' };

async function remote(name: string, branch?: string, commit = trusted): Promise<void> {
  await repo.git(['remote', 'add', name, `https://example.invalid/${name}.git`]);
  if (branch === undefined) return;
  await repo.git(['update-ref', `refs/remotes/${name}/${branch}`, commit]);
  await repo.git(['symbolic-ref', `refs/remotes/${name}/HEAD`, `refs/remotes/${name}/${branch}`]);
}

test('of several remotes, the policy of origin counts, whatever its place in the list of names', async () => {
  await remote('aaa', 'main', evil);
  await remote('origin', 'main');
  await remote('zzz', 'main', evil);
  assert.deepEqual(await found(), {
    branch: 'main',
    ref: 'refs/remotes/origin/main',
    commit: trusted,
    shown: 'origin/main',
    selfDeclared: false,
  });
});

test('if origin’s default branch is missing here, that of another remote is never used instead', async () => {
  await remote('aaa', 'main', evil);
  await remote('origin');
  await assert.rejects(found(), unknown);
});

test('several remotes without origin give no answer, and a single remote gives its own', async () => {
  await remote('upstream', 'develop');
  assert.deepEqual([(await found())?.shown, (await found())?.commit], ['upstream/develop', trusted]);
  await remote('fork', 'develop', evil);
  await assert.rejects(found(), unknown);
});

test('a remote whose name has a slash has a default branch of its own', async () => {
  await remote('team/up', 'main');
  assert.deepEqual([(await found())?.shown, (await found())?.branch], ['team/up/main', 'main']);
  for (const policyBranch of ['main', 'refs/remotes/team/up/main']) {
    const one = await protectedBranch({ cwd: repo.dir, env: { ...repo.env }, policyBranch });
    assert.deepEqual([one?.shown, one?.branch], ['team/up/main', 'main'], policyBranch);
  }
});

test('a named branch outside the branches and remotes keeps its whole name', async () => {
  await remote('origin', 'main');
  const ref = 'refs/policy/refs/heads/main';
  await repo.git(['update-ref', ref, trusted]);
  const one = await protectedBranch({ cwd: repo.dir, env: { ...repo.env }, policyBranch: ref });
  assert.deepEqual(one, { branch: ref, ref, commit: trusted, shown: ref, selfDeclared: false });
});

test('origin’s HEAD may lead to a branch of origin, and to nothing else', async () => {
  await remote('origin', 'develop');
  await remote('fork', 'main', evil);
  await repo.git(['branch', 'local', evil]);
  await repo.git(['tag', 'v1', evil]);
  await repo.git(['update-ref', 'refs/remotes/origin2/main', evil]);
  const head = (target: string) => repo.git(['symbolic-ref', 'refs/remotes/origin/HEAD', target]);
  for (const target of [
    'refs/remotes/fork/main',
    'refs/remotes/fork/HEAD',
    'refs/heads/local',
    'refs/tags/v1',
    'refs/remotes/origin2/main',
    'refs/remotes/origin/gone',
  ]) {
    await head(target);
    await assert.rejects(found(), unknown, target);
  }
  await head('refs/remotes/origin/develop');
  assert.equal((await found())?.commit, trusted);
});

test('if origin’s HEAD is a commit and not a branch, it names no branch', async () => {
  await remote('origin');
  await repo.git(['update-ref', 'refs/remotes/origin/HEAD', evil]);
  await assert.rejects(found(), unknown);
});

test('if git cannot say whether there is a remote, HEAD is not used instead', async () => {
  await remote('origin', 'main');
  appendFileSync(join(repo.dir, '.git', 'config'), '[remote "origin"]\n\tfetch = ::bad::refspec::\n');
  await assert.rejects(found());
});
