import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { TestInstance } from '../support/instance.js';
import { type OpenBrowser, openBrowser, screenshot } from './support/browser.js';
import { provenanceBy, releasedElsewhere } from './support/own-release.js';
import { type Server, startServer } from './support/server.js';
import { stageExtension, VSIX } from './support/stage.js';
import { host, needsHost } from './support/vscode-host.js';
import { Workbench } from './support/workbench.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const instance = new TestInstance();
const folder = mkdtempSync(join(tmpdir(), 'empty-'));
const asked: string[] = [];
let bundle: Uint8Array | undefined;
const forge = createServer(({ url }, response) => {
  asked.push(url ?? '');
  if (bundle) response.end(bundle);
  else response.writeHead(404).end();
});
let server: Server | undefined;
let browser: OpenBrowser | undefined;
let bench: Workbench;
let installed: string;
let repository: string;
let list: Uint8Array;

before(async () => {
  if (!host) return;
  await new Promise<void>((resolve) => forge.listen(0, '127.0.0.1', () => resolve()));
  repository = `http://127.0.0.1:${(forge.address() as AddressInfo).port}/waxseal/waxseal`;
  const stage = stageExtension();
  server = await startServer({ host, extension: VSIX ?? stage.dir });
  stage.remove();
  installed = join(server.root, 'ext', `waxseal.waxseal-${version}`);
  list = releasedElsewhere(installed, repository, instance);
  browser = await openBrowser(host);
  bench = await Workbench.open(browser.page, server.url(folder));
});
after(async () => {
  await browser?.close();
  await server?.stop();
  forge.close();
  rmSync(folder, { recursive: true });
});

/** Runs the command, waits for its answer and leaves a picture. */
async function verify(answer: string, picture: string): Promise<void> {
  await bench.run('Waxseal: Verify This Extension');
  await bench.toast(answer).waitFor();
  await bench.toast('Checking the files').waitFor({ state: 'detached' });
  await screenshot(bench.page, picture);
}

test('an installed release without provenance could not be checked, and says so', needsHost, async () => {
  await verify('This extension could not be checked', 'verify-extension-unchecked');
  assert.deepEqual(asked, [
    `/waxseal/waxseal/releases/download/v${version}/waxseal-${version}.sigstore.json`,
  ]);
  await bench
    .toast('This extension could not be checked')
    .getByRole('button', { name: 'Choose Bundle…' })
    .waitFor();
  await bench.clean();
});

test('an installed release is what its release workflow built', needsHost, async () => {
  bundle = provenanceBy(instance, list, { repository, version });
  await verify('This extension is what its release workflow built', 'verify-extension');
  await bench.clean();
});

test('a provenance by another repository is refused', needsHost, async () => {
  bundle = provenanceBy(instance, list, { repository: `${repository}-fork`, version });
  await verify(
    'Somebody else than its release workflow vouches for this extension',
    'verify-extension-refused',
  );
  await bench.clean();
});

test('a changed file of the extension is named', needsHost, async () => {
  bundle = provenanceBy(instance, list, { repository, version });
  writeFileSync(join(installed, 'readme.md'), 'changed');
  await verify('This extension is not what its release workflow built', 'verify-extension-changed');
  await bench.toast('not what its release').getByRole('button', { name: 'Show Details' }).click();
  const { webview } = bench;
  await webview.locator('h1').filter({ hasText: 'Invalid' }).waitFor();
  await webview.locator('li').filter({ hasText: 'readme.md' }).waitFor();
  await screenshot(bench.page, 'verify-extension-details');
});
