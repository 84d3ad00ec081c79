import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { historyRepo } from '../support/history.js';
import { TestInstance } from '../support/instance.js';
import { type OpenBrowser, openBrowser, screenshot } from './support/browser.js';
import { startServer } from './support/server.js';
import { stageExtension } from './support/stage.js';
import { host, needsHost } from './support/vscode-host.js';
import { Workbench } from './support/workbench.js';

const instance = new TestInstance();
const repo = historyRepo(instance);
const stage = stageExtension();
let browser: OpenBrowser | undefined;
let server: Awaited<ReturnType<typeof startServer>> | undefined;
let bench: Workbench;

before(async () => {
  if (!host) return;
  const first = repo.commit('first', {});
  const tip = repo.commit('second', { sign: {}, parents: [first] });
  repo.git('update-ref', 'refs/heads/main', tip);
  server = await startServer({ host, env: repo.env, extension: stage.dir });
  browser = await openBrowser(host);
  bench = await Workbench.open(browser.page, server.url(repo.dir));
});

after(async () => {
  await browser?.close();
  await server?.stop();
  repo.remove();
  stage.remove();
});

test('the status bar says what the signature of HEAD is worth', needsHost, async () => {
  try {
    await bench.status('Valid').waitFor({ timeout: 60_000 });
  } finally {
    await screenshot(bench.page, 'status-bar');
  }
});

test('no address outside this machine is asked for', needsHost, () => {
  assert.deepEqual([...(browser?.strangers ?? [])], []);
});
