import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
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

/** A fresh clone with a branch checked out, as a build server makes it. */
async function checkedOut(branch: string, name: string): Promise<{ dir: string; head: string }> {
  const dir = join(on.repo.home, name);
  await on.repo.git(['clone', '-q', '--branch', branch, on.server, dir]);
  await on.repo.git(['-C', dir, 'remote', 'set-head', 'origin', '--delete']);
  return { dir, head: await on.repo.git(['-C', dir, 'rev-parse', 'HEAD']) };
}

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
    const { dir, head } = await checkedOut(branch, `actions-${branch}`);
    const env = { BASE: base, HEAD: head, TARGET: 'main', DEFAULT: 'main', GITHUB_ACTIONS: 'true' };
    assert.deepEqual(Object.keys(step.env), ['BASE', 'HEAD', 'TARGET', 'DEFAULT']);
    const ended = await shell('bash', step.run, dir, env);
    assert.equal(ended.status, status, ended.stderr + ended.stdout);
    assert.match(ended.stdout, /^policy: \.waxseal\.yaml of origin\/main /);
    assert.equal(/^::error title=refused/m.test(ended.stdout), status === 1);
  }
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
    const { dir, head } = await checkedOut(branch, `gitlab-${branch}`);
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
