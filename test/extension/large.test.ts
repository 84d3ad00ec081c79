import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { cleanEnvironment } from '../support/git-repo.js';
import { type HostRun, runInHost } from './support/in-host.js';
import { host, needsHost, ROOT } from './support/vscode-host.js';

const COUNT = 5000;

interface Maker {
  historyRepository(count: number): Promise<{ readonly dir: string; readonly trustedRoot: string }>;
}

test('inside the extension host, with a history of 5,000 commits', needsHost, async (t) => {
  if (!host) return;
  const script = pathToFileURL(join(ROOT, 'scripts', 'bench', 'history-repository.mjs')).href;
  const { historyRepository } = (await import(script)) as Maker;
  const made = await historyRepository(COUNT);
  const root = mkdtempSync(join(tmpdir(), 'large-'));
  const env = cleanEnvironment(root);
  writeFileSync(env['GIT_CONFIG_GLOBAL'] ?? '', `[waxseal]\n\ttrustedRoot = ${made.trustedRoot}\n`);
  const folder = join(root, 'work');
  let run: HostRun;
  try {
    execFileSync('git', ['clone', '-q', '--shared', made.dir, folder], { env });
    run = await runInHost(host, {
      folder,
      env,
      suite: 'large',
      settings: { 'waxseal.recentCommits': COUNT },
    });
  } finally {
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  }
  assert.equal(run.trouble, undefined, run.trouble);
  for (const { name, error, measured = {} } of run.results)
    await t.test(name, (subtest) => {
      for (const [what, value] of Object.entries(measured))
        subtest.diagnostic(`${what}: ${value.toFixed(1)} ms`);
      assert.equal(error, undefined, error);
    });
});
