import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type OpenBrowser, openBrowser, screenshot } from './support/browser.js';
import { reviewScene } from './support/scene.js';
import { type Server, startServer } from './support/server.js';
import { stageExtension } from './support/stage.js';
import { host, needsHost } from './support/vscode-host.js';
import { Workbench } from './support/workbench.js';

const repo = reviewScene();
const stage = stageExtension();
let browser: OpenBrowser | undefined;
let server: Server | undefined;
let bench: Workbench;

before(async () => {
  if (!host) return;
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

/** A test with the workbench, which leaves a picture whether it passes or not. */
function uiTest(name: string, picture: string, body: () => Promise<void>): void {
  test(name, needsHost, async () => {
    try {
      await body();
    } finally {
      await screenshot(bench.page, picture);
    }
  });
}

uiTest(
  'the status bar says what the signature of HEAD and of unpushed commits is worth',
  'status-bar',
  async () => {
    const status = bench.status('Verified');
    await status.waitFor({ timeout: 60_000 });
    await bench.status(/Verified.*8/).waitFor();
    const label = await status.locator('a').first().getAttribute('aria-label');
    assert.match(label ?? '', /^Signature of HEAD: Verified, Signer: dev@example\.test, Issuer: /);
    assert.match(label ?? '', /8 of 9 unpushed commits do not hold/);
  },
);

uiTest(
  'the view lists the branch under review with outcome, signer and reason',
  'signatures-view',
  async () => {
    await bench.run('Waxseal: Show Signatures');
    await bench.row('Branch under review').waitFor();
    await bench.row(/End well\s*Verified · dev@example\.test/).waitFor();
    await bench.row(/Add three\s*Refused · mallory@example\.test/).waitFor();
    await bench.row(/Sign nothing\s*Unsigned/).waitFor();
    await bench.row(/Change it afterwards\s*Invalid · dev@example\.test \(claimed, not proven\)/).waitFor();
    await bench.row(/Leave the log out\s*Incomplete/).waitFor();
    const label = await bench.row('Sign nothing').getAttribute('aria-label');
    assert.match(label ?? '', /^Unsigned, Sign nothing, [0-9a-f]{8}, /);
  },
);

uiTest('tags are listed with what their signatures are worth', 'tags', async () => {
  await bench.row(/^Tags/).click();
  await bench.row(/v1\.0\s*Verified · dev@example\.test/).waitFor();
  await bench.row(/v2\.0-tampered\s*Invalid/).waitFor();
  await bench.row(/v2\.0-refused\s*Refused/).waitFor();
  await bench.row(/release\/unsigned\s*Unsigned/).waitFor();
});

uiTest('a commit page shows every check with its reason', 'commit-page', async () => {
  await bench.row('Add three').click();
  const { webview } = bench;
  await webview.locator('h1').filter({ hasText: 'Refused' }).waitFor();
  await webview.getByText('mallory@example.test', { exact: true }).waitFor();
  await webview.locator('tr.failed, tr.not-made').first().waitFor();
  assert.ok((await webview.locator('tbody tr').count()) > 5);
});
