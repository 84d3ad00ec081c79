import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HostRun, reportRun, runInHost } from './support/in-host.js';
import { policyFacts } from './support/policy-facts.js';
import { reviewScene } from './support/scene.js';
import { host, needsExtensionHost } from './support/vscode-host.js';

interface Judged {
  readonly object: { readonly id: string };
  readonly outcome: string;
  readonly checks: readonly { readonly reason?: string }[];
}

/** What the command says about every commit of the branch and every tag. */
async function judged(repo: ReturnType<typeof reviewScene>): Promise<readonly Judged[]> {
  const tags = repo.git('for-each-ref', '--format=%(refname)', 'refs/tags').split('\n');
  const commits = repo.git('rev-list', 'HEAD').split('\n');
  const { stdout, stderr } = await repo.waxseal('verify', '--format', 'json', ...commits, ...tags);
  assert.notEqual(stdout, '', stderr);
  return (JSON.parse(stdout) as { objects: Judged[] }).objects;
}

test('inside the extension host', needsExtensionHost, async (t) => {
  const repo = reviewScene();
  let run: HostRun;
  try {
    const expected = (await judged(repo)).map(({ object, outcome, checks }) => ({
      id: object.id,
      outcome,
      reasons: checks.map(({ reason }) => reason).filter((reason) => reason !== undefined),
    }));
    const outcomes = new Set(expected.map(({ outcome }) => outcome));
    assert.deepEqual([...outcomes].sort(), ['incomplete', 'invalid', 'refused', 'unsigned', 'verified']);
    run = await runInHost(host, {
      folder: repo.dir,
      env: repo.env,
      facts: { expected, policy: await policyFacts(repo) },
    });
  } finally {
    repo.remove();
  }
  await reportRun(t, run);
});
