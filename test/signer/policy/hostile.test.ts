import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { EXPENSIVE_POLICY, HOSTILE_POLICIES, policiesOfIds } from '../../support/hostile-policies.js';
import { growHistory } from '../../support/long-history.js';
import { type MeasuredRun, measured } from '../../support/measured.js';
import { PROGRAM } from '../../support/waxseal.js';
import { type SignedRepo, signedRepo } from './signed-repo.js';

let repo: SignedRepo;
before(async () => {
  repo = await signedRepo();
  await repo.commit('main', { signer: 'alice@example.com' });
});
after(() => repo.remove());

/** Node alone takes some 60 MB and a quarter of a second. */
async function policy(...args: string[]): Promise<MeasuredRun> {
  const run = await measured(PROGRAM, ['policy', ...args], { cwd: repo.dir, env: repo.env });
  assert.ok(run.cpuSeconds < 8, `${run.cpuSeconds} s`);
  assert.ok(run.megabytes < 320, `${run.megabytes} MB`);
  return run;
}

function file(text: string): string {
  const path = join(repo.home, 'policy.yaml');
  writeFileSync(path, text);
  return path;
}

for (const [what, [text, code]] of Object.entries(HOSTILE_POLICIES))
  test(`policy check and policy explain refuse a policy ${what} by name, in bounded time and memory`, async () => {
    const path = file(text);
    const checked = await policy('check', path);
    assert.deepEqual([checked.status, checked.stdout.includes(`[${code}]`)], [1, true], checked.stderr);
    const explained = await policy('explain', '--policy', path, 'main');
    assert.equal(explained.status, 2);
    assert.match(explained.stderr, /^waxseal: .*policy\.yaml/);
    assert.ok(explained.stderr.length < 600_000);
  });

test('policy explain of a commit that needs too much work says so, in bounded time and memory', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`${'a'.repeat(200)}${i}`, String(i)]),
  );
  await repo.commit('side', { files, signer: 'alice@example.com' });
  const { status, stdout } = await policy('explain', '--policy', file(EXPENSIVE_POLICY), 'side');
  assert.equal(status, 1);
  assert.match(stdout, /takes more work than is done for one answer/);
});

test('policy check and policy explain read a policy that names thousands of commits or objects, in bounded time and memory', async () => {
  const first = await repo.commit('long', { signer: 'alice@example.com' });
  for (const [what, text] of Object.entries(policiesOfIds(growHistory(repo, 'long', 1500)))) {
    const path = file(text);
    const checked = await policy('check', path);
    assert.deepEqual([checked.status, checked.stderr], [0, ''], what);
    const explained = await policy('explain', '--policy', path, first);
    assert.match(explained.stdout, /^verified {2}commit/, what);
  }
});

test('policy init over signers whose names are too long for a policy proposes only the others, in bounded time and memory', async () => {
  for (let i = 0; i < 8; i++) await repo.commit('main', { signer: `a${'-'.repeat(60_000)}@b${i}.test` });
  const { status, stdout } = await policy('init');
  assert.equal(status, 0);
  assert.match(stdout, /^ {4}subject: alice@example\.com$/m);
  assert.match(
    stdout,
    /^# Not proposed, because no policy can name it: https:\/\/issuer\.example\.test a-+/m,
  );
  assert.ok(stdout.length < 10_000, String(stdout.length));
});
