import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { screenshot } from './support/browser.js';
import { addHostile } from './support/hostile.js';
import { mixedScene, NO_MIXED } from './support/mixed.js';
import type { EditorRepository } from './support/repository.js';
import { host, needsHost } from './support/vscode-host.js';
import { type EditorWindow, inPicture, openWindow } from './support/window.js';
import type { Workbench } from './support/workbench.js';

const skip = needsHost.skip ?? (NO_MIXED || undefined);
const asked: string[] = [];
const stranger = createServer((request, response) => {
  asked.push(request.url ?? '');
  response.end();
});
let repo: EditorRepository;
let opened: EditorWindow | undefined;
let bench: Workbench;

before(async () => {
  if (!host || skip !== undefined) return;
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  repo = mixedScene();
  addHostile(repo, `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`);
  opened = await openWindow(host, repo);
  bench = opened.bench;
  await bench.status('Unsigned').waitFor({ timeout: 60_000 });
  await bench.showSignatures();
  await bench.row(/^Recent commits/).click();
});

after(async () => {
  await opened?.close();
  stranger.close();
  repo?.remove();
});

function uiTest(name: string, picture: string, body: () => Promise<void>): void {
  test(name, skip === undefined ? {} : { skip }, async () => {
    await inPicture(bench, picture, body);
    await bench.clean();
  });
}

/** Chooses a theme as a user does, and waits until the page uses it. */
async function choose(theme: string, kind: string): Promise<void> {
  await bench.run('Preferences: Color Theme');
  const input = bench.quickInput.locator('input[placeholder*="Color Theme"]');
  await input.fill(theme);
  await bench.choice(theme).waitFor();
  await input.press('Enter');
  await bench.webview.locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
}

/** Opens the page of a row, and waits until it shows that commit. */
async function open(title: string): Promise<void> {
  await bench.row(title).click();
  await bench.webview.locator('.subject').filter({ hasText: title }).waitFor();
}

uiTest('signatures of other kinds have pages too, with their own contents', 'page-ssh', async () => {
  await open('SSH, listed');
  const { webview } = bench;
  await webview.locator('h1').filter({ hasText: 'Verified' }).waitFor();
  await webview
    .getByText('The commit names dev@example.test as its author, but me@example.test signed it.')
    .waitFor();
  await webview.getByText('none: your own trust decides').waitFor();
  assert.equal(await webview.getByText('Copy Evidence (Bundle)').count(), 0);
  await open('OpenPGP, key not there');
  await webview.locator('h1').filter({ hasText: 'Incomplete' }).waitFor();
  await open('S/MIME, a root that was given');
  await webview.locator('h1').filter({ hasText: 'Verified' }).waitFor();
  await open('Sigstore, changed it');
  await webview.locator('header.invalid h1').filter({ hasText: 'Invalid' }).waitFor();
  await webview.getByText('dev@example.test (claimed, not proven)').waitFor();
});

uiTest(
  'no text of a repository becomes an icon, a link, a picture or an outcome',
  'hostile-rows',
  async () => {
    const { page, webview } = bench;
    for (const title of [
      '$(verified-filled) Verified',
      'Fix [Verified]',
      'Markup <img',
      'Huge AAA',
      'Impossible time',
    ]) {
      const row = bench.row(title);
      await row.waitFor();
      assert.match((await row.getAttribute('aria-label')) ?? '', /^Unsigned, /);
      assert.equal(
        await row.locator('.codicon-verified-filled, .codicon-verified, a[href^="command"], img').count(),
        0,
      );
    }
    await open('Markup <img');
    await webview.locator('h1').filter({ hasText: 'Unsigned' }).waitFor();
    assert.equal(await webview.locator('img, iframe, script[src*="127.0.0.1"], style:not([id])').count(), 0);
    await open('Impossible time');
    await webview.getByText('Dev <dev@example.test> · impossible time').waitFor();
    await open('Huge AAA');
    await bench.run('Waxseal: Verify Commit…');
    const input = bench.quickInput.locator('input[type="text"]').first();
    await input.fill('00000000');
    const choice = bench.choice('$(verified-filled) Verified');
    await choice.waitFor();
    assert.equal(
      await choice.locator('.label-name .codicon, .monaco-icon-label-container .codicon').count(),
      0,
    );
    await screenshot(page, 'hostile-pick');
    await page.keyboard.press('Escape');
    await bench.row(/^Tags/).click();
    await bench.row(/^Verified\s*Unsigned/).waitFor();
    await bench.row(/^\$\(verified-filled\)\s*Unsigned/).waitFor();
    assert.deepEqual(asked, []);
    assert.deepEqual([...(opened?.browser.strangers ?? [])], []);
  },
);

uiTest('everything on the page can be reached with the keyboard, in reading order', 'keyboard', async () => {
  const { page, webview } = bench;
  await bench.row('Begin').click();
  await webview.locator('h1').filter({ hasText: 'Valid' }).waitFor();
  await bench.run('View: Close All Editors');
  await bench.row('Begin').click({ modifiers: ['Control'] });
  await page.keyboard.press('Enter');
  await webview.locator('h1').filter({ hasText: 'Valid' }).waitFor();
  await webview.locator('h1').click();
  const reached: string[] = [];
  for (let presses = 0; presses < 6; presses += 1) {
    await page.keyboard.press('Tab');
    // A string, because the types here are not those of a page.
    const name = await webview.locator('body').evaluate(`(() => {
      const focused = document.activeElement;
      return focused.getAttribute('heading') ?? focused.textContent.trim();
    })()`);
    reached.push(String(name).slice(0, 24));
  }
  assert.deepEqual(reached.slice(0, 4), [
    'Explain Outcome',
    'Copy Evidence (Bundle)',
    'Open Certificate',
    'Raw certificate (PEM)',
  ]);
});

const THEMES = [
  ['light', 'Light (Visual Studio)', 'vscode-light'],
  ['hc', 'Dark High Contrast', 'vscode-high-contrast'],
  ['hc-light', 'Light High Contrast', 'vscode-high-contrast-light'],
] as const;

uiTest('the page and the view are legible in every theme, enlarged and narrow', 'page-dark', async () => {
  const { page, webview } = bench;
  await open('Sigstore, changed it');
  for (const [name, theme, kind] of THEMES) {
    await choose(theme, kind);
    await screenshot(page, `page-${name}`);
  }
  await choose('Dark Modern', 'vscode-dark');
  await page.setViewportSize({ width: 640, height: 450 });
  try {
    const [wide, room] = await webview
      .locator('html')
      .evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth] as const);
    assert.ok(wide <= room, `the page is ${wide} wide and has ${room}`);
    await screenshot(page, 'page-narrow');
  } finally {
    await page.setViewportSize({ width: 1280, height: 900 });
  }
});

uiTest('when nothing can be verified any more, nothing is shown as verified', 'verified-again', async () => {
  const { webview, page } = bench;
  await open('SSH, listed');
  await webview.locator('h1').filter({ hasText: 'Verified' }).waitFor();
  const config = repo.env['GIT_CONFIG_GLOBAL'] ?? '';
  const before = readFileSync(config, 'utf8');
  try {
    writeFileSync(config, before.replace(/trustedRoot = .*/, 'trustedRoot = /nowhere/root.json'));
    await bench.status('Cannot verify').waitFor();
    await webview.locator('h1').filter({ hasText: 'Cannot verify' }).waitFor();
    await webview
      .locator('header')
      .getByText(/\/nowhere\/root\.json/)
      .waitFor();
    assert.equal(await webview.getByText('Verified').count(), 0);
    await page.locator('.sidebar .codicon-verified-filled').first().waitFor({ state: 'detached' });
    await screenshot(page, 'cannot-verify');
  } finally {
    writeFileSync(config, before);
  }
  await webview.locator('h1').filter({ hasText: 'Verified' }).waitFor();
  await bench.status('Unsigned').waitFor();
});

uiTest(
  'a policy that cannot be read cannot put a link into the error message',
  'hostile-policy',
  async () => {
    repo.commit({
      message: 'Write a bad policy',
      files: { '.waxseal.yaml': '"[Trust me](command:workbench.action.quit)": 1\n' },
    });
    await bench.status('Cannot verify').waitFor();
    await bench.run('Waxseal: Verify Commit…');
    const toast = bench.toast(/Nothing can be verified.*Trust me/);
    await toast.waitFor();
    assert.equal(await toast.locator('.notification-list-item-message a').count(), 0);
  },
);
