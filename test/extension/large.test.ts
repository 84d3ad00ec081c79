import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { cleanEnvironment } from '../support/git-repo.js';
import { type OpenBrowser, openBrowser, screenshot } from './support/browser.js';
import { type HostRun, reportRun, runInHost } from './support/in-host.js';
import { startServer } from './support/server.js';
import { stageExtension } from './support/stage.js';
import { host, needsExtensionHost, needsHost, ROOT } from './support/vscode-host.js';
import { Workbench } from './support/workbench.js';

const COUNT = 5000;

interface Maker {
  historyRepository(count: number): Promise<{ readonly dir: string; readonly trustedRoot: string }>;
}

/** A clone of the large history, and the trusted root with which its signatures hold. */
async function largeClone() {
  const script = pathToFileURL(join(ROOT, 'scripts', 'bench', 'history-repository.mjs')).href;
  const { historyRepository } = (await import(script)) as Maker;
  const made = await historyRepository(COUNT);
  const root = mkdtempSync(join(tmpdir(), 'large-'));
  const env = cleanEnvironment(root);
  writeFileSync(env['GIT_CONFIG_GLOBAL'] ?? '', `[waxseal]\n\ttrustedRoot = ${made.trustedRoot}\n`);
  const folder = join(root, 'work');
  execFileSync('git', ['clone', '-q', '--shared', made.dir, folder], { env });
  return { folder, env, remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }) };
}

const settings = { 'waxseal.recentCommits': COUNT };

test('inside the extension host, with a history of 5,000 commits', needsExtensionHost, async (t) => {
  const clone = await largeClone();
  let run: HostRun;
  try {
    run = await runInHost(host, { ...clone, suite: 'large', settings });
  } finally {
    clone.remove();
  }
  await reportRun(t, run);
});

test('a long list is drawn in parts, and the number of remaining rows is shown', needsHost, async () => {
  if (!host) return;
  const clone = await largeClone();
  const stage = stageExtension();
  const server = await startServer({ host, extension: stage.dir, env: clone.env, settings });
  let browser: OpenBrowser | undefined;
  try {
    browser = await openBrowser(host);
    const bench = await Workbench.open(browser.page, server.url(clone.folder));
    await bench.status('Valid').waitFor({ timeout: 60_000 });
    await bench.showSignatures();
    await bench.row(/^Recent commits\s*(5000|\d+ of 5000)/).click();
    await bench.row('Change 4999').waitFor();
    await browser.page.keyboard.press('End');
    await bench.row('4500 more').click();
    await bench.row('Change 4499').waitFor();
    await screenshot(browser.page, 'long-list');
    await browser.page.keyboard.press('End');
    await bench.row('4000 more').waitFor();
  } finally {
    await browser?.close();
    await server.stop();
    stage.remove();
    clone.remove();
  }
});
