import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'yaml';
import { run } from '../../support/git-repo.js';
import { TestInstance } from '../../support/instance.js';
import { PROGRAM } from '../../support/waxseal.js';
import { type Pushing, policyFor, pushing } from '../hook/server.js';

const PAGE = readFileSync('docs/ci.md', 'utf8');
const [ACTIONS, GITLAB] = [...PAGE.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text = '']) =>
  parse(text),
);
const [ALICE, EVE] = ['alice@example.test', 'eve@example.test'];
let on: Pushing;
let base: string;

before(async () => {
  on = await pushing(new TestInstance());
  base = await on.repo.commit('main', { files: policyFor(['alice']), signer: ALICE });
  await on.repo.commit('good', { parents: [base], files: { a: '1' }, signer: ALICE });
  await on.repo.commit('bad', { parents: [base], files: policyFor(['alice', 'eve']), signer: EVE });
  assert.equal((await on.push('main', 'good', 'bad')).status, 0);
  const bin = join(on.repo.home, 'bin');
  mkdirSync(bin);
  symlinkSync(PROGRAM, join(bin, 'waxseal'));
});
after(() => on?.repo.remove());

/** The state on a build server: one fetch, a detached HEAD, and no information on the remote's default branch. */
async function checkedOut(branch: string, name: string, refspecs: (id: string) => string[]) {
  const dir = join(on.repo.home, name);
  const head = await on.repo.git(['rev-parse', branch]);
  await on.repo.git(['init', '-q', dir]);
  const at = (...args: string[]) => on.repo.git(['-C', dir, ...args]);
  await at('remote', 'add', 'origin', on.server);
  await at('fetch', '-q', '--no-tags', 'origin', ...refspecs(head));
  await at('checkout', '-q', '--detach', head);
  assert.equal((await on.repo.try(['-C', dir, 'symbolic-ref', '-q', 'refs/remotes/origin/HEAD'])).status, 1);
  return { dir, head };
}

/** actions/checkout with `fetch-depth: 0` (its ref-helper.ts), and GitLab's runner for a merge request. */
const EVERYTHING = () => ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'];
const ONE_REF = (id: string) => [`+${id}:refs/remotes/pull/7/merge`];
const ONE_PIPELINE = (id: string) => [`+${id}:refs/pipelines/7`];

function shell(program: string, script: string, cwd: string, more: Record<string, string>) {
  const path = `${join(on.repo.home, 'bin')}:${on.repo.env['PATH'] ?? ''}`;
  return run(program, ['-e', '-c', script], { cwd, env: { ...on.repo.env, PATH: path, ...more } });
}

test('the job for GitHub Actions passes and stops a pull request, by the policy of the default branch', async () => {
  const step = ACTIONS.jobs.signatures.steps.at(-1);
  for (const [branch, status] of [
    ['good', 0],
    ['bad', 1],
  ] as const) {
    const { dir, head } = await checkedOut(branch, `actions-${branch}`, EVERYTHING);
    const env = { BASE: base, HEAD: head, TARGET: 'main', DEFAULT: 'main', GITHUB_ACTIONS: 'true' };
    assert.deepEqual(Object.keys(step.env), ['BASE', 'HEAD', 'TARGET', 'DEFAULT']);
    const ended = await shell('bash', step.run, dir, env);
    assert.equal(ended.status, status, ended.stderr + ended.stdout);
    assert.match(ended.stdout, /^policy: \.waxseal\.yaml of origin\/main /);
    assert.equal(/^::error title=refused/m.test(ended.stdout), status === 1);
  }
});

test('the job for GitHub Actions gives no answer if only one ref was fetched, or nothing is to be checked', async () => {
  const step = ACTIONS.jobs.signatures.steps.at(-1);
  const { dir, head } = await checkedOut('good', 'actions-one', ONE_REF);
  const env = { BASE: base, HEAD: head, TARGET: 'main', DEFAULT: 'main' };
  const one = await shell('bash', step.run, dir, env);
  assert.equal(one.status, 2);
  assert.match(one.stderr, /the branch whose policy counts, refs\/remotes\/origin\/main, is not in this/);
  const all = await checkedOut('good', 'actions-all', EVERYTHING);
  const empty = await shell('bash', step.run, all.dir, { ...env, BASE: head });
  assert.equal(empty.status, 2);
  assert.match(empty.stderr, /nothing to check/);
  const unset = await shell('bash', step.run, all.dir, { ...env, DEFAULT: '' });
  assert.match(unset.stderr, /--policy-branch is empty/);
});

test('the branch that the user names counts, and the one that the repository names never does', async () => {
  const { dir, head } = await checkedOut('bad', 'own-word', EVERYTHING);
  const at = (more: Record<string, string> = {}) => shell('sh', `waxseal verify ${head}`, dir, more);
  await on.repo.git(['-C', dir, 'config', 'waxseal.policyBranch', 'bad']);
  const folder = join(on.repo.home, '.config', 'waxseal');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'trusted-repositories'), `${join(dir, '.git')}\n`);
  const { status, stderr } = await at();
  assert.equal(status, 2);
  assert.match(stderr, /the default branch of origin is not known here/);
  const given = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'waxseal.policyBranch' };
  assert.match(
    (await at({ ...given, GIT_CONFIG_VALUE_0: 'main' })).stdout,
    /^policy: \.waxseal\.yaml of origin\/main/,
  );
  assert.match(
    (await at({ WAXSEAL_POLICY_BRANCH: 'refs/remotes/origin/bad' })).stdout,
    /^policy: .*of origin\/bad/,
  );
});

test('the job for GitHub Actions pins its actions, installs before the checkout, and may only read', () => {
  const { steps, permissions } = ACTIONS.jobs.signatures;
  assert.deepEqual([ACTIONS.permissions, permissions], [{}, { contents: 'read' }]);
  const used: string[] = steps.flatMap(({ uses }: { uses?: string }) => uses ?? []);
  for (const uses of used) assert.match(uses, /^actions\/[a-z-]+@[0-9a-f]{40}$/);
  const ci = readFileSync('.github/workflows/ci.yml', 'utf8');
  for (const uses of used) assert.ok(ci.includes(uses), `${uses} is not what our own CI uses`);
  const at = (part: string) => steps.findIndex((step: object) => JSON.stringify(step).includes(part));
  assert.ok(at('npm install') >= 0 && at('npm install') < at('actions/checkout'));
  assert.doesNotMatch(steps.at(-1).run, /\$\{\{/);
});

test('the job for GitLab passes and stops a merge request, with a report', async () => {
  const script = GITLAB.signatures.script.join('\n');
  for (const [branch, status] of [
    ['good', 0],
    ['bad', 1],
  ] as const) {
    const { dir, head } = await checkedOut(branch, `gitlab-${branch}`, ONE_PIPELINE);
    const ended = await shell('sh', script, dir, {
      CI_DEFAULT_BRANCH: 'main',
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
      CI_COMMIT_SHA: head,
    });
    assert.equal(ended.status, status, ended.stderr + ended.stdout);
    assert.equal(ended.stdout.startsWith('refused '), status === 1);
    assert.match(
      readFileSync(join(dir, 'waxseal.xml'), 'utf8'),
      new RegExp(`tests="1" failures="${status}"`),
    );
  }
});

test('the job for GitLab fails when there is nothing to check, and says so', async () => {
  const { dir, head } = await checkedOut('good', 'gitlab-empty', ONE_PIPELINE);
  const env = {
    CI_DEFAULT_BRANCH: 'main',
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
    CI_MERGE_REQUEST_DIFF_BASE_SHA: head,
    CI_COMMIT_SHA: head,
  };
  const ended = await shell('sh', GITLAB.signatures.script.join('\n'), dir, env);
  assert.equal(ended.status, 2, ended.stdout);
  assert.match(ended.stderr, /nothing to check, but --require-some was given/);
});
