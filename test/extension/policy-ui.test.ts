import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { reviewScene } from './support/scene.js';
import { host, needsHost } from './support/vscode-host.js';
import { type EditorWindow, inPicture, openWindow } from './support/window.js';
import type { Workbench } from './support/workbench.js';

const POLICY = `signers:
  dev:
    issuer: https://issuer.example.test
    subject: |
      dev@example.test
  release-bot:
    issuer: https://token.actions.githubusercontent.com
    subjectRegExp: https://github.com/octo.*
rules:
  - name: everything
    signers: [dev, relase-bot]
  - name: releases
    tags: v*
    signers: release-bot
`;

const repo = reviewScene();
let opened: EditorWindow | undefined;
let bench: Workbench;

before(async () => {
  if (!host) return;
  writeFileSync(join(repo.dir, '.waxseal.yaml'), POLICY);
  opened = await openWindow(host, repo, { asksForTrust: true });
  bench = opened.bench;
});

after(async () => {
  await opened?.close();
  repo.remove();
});

/** The next part of one session. It leaves a picture whether it passes or not. */
function part(name: string, picture: string, body: () => Promise<void>): void {
  test(name, needsHost, async () => {
    await inPicture(bench, picture, body);
  });
}

/** A row of the *Problems* view. */
function problem(text: string | RegExp) {
  return bench.page.locator('.markers-panel .monaco-list-row').filter({ hasText: text }).first();
}

/** The line of the editor that contains a text. */
function line(text: string | RegExp) {
  return bench.page.locator('.monaco-editor .view-line').filter({ hasText: text }).first();
}

/** Moves the cursor to `LINE:COLUMN` without the pointer, because a hover would open below the pointer. */
async function goTo(place: string): Promise<void> {
  const [line, column] = place.split(':');
  const input = bench.quickInput.locator('input[type="text"]').first();
  await bench.run('Go to Line/Column...');
  await bench.choice(/line/i).waitFor();
  await input.fill(`:${place}`);
  await bench.choice(new RegExp(`line ${line}\\b`, 'i')).waitFor();
  await input.press('Enter');
  await bench.status(`Ln ${line}, Col ${column}`).waitFor();
}

part('in Restricted Mode a policy is checked, and no other is read', 'policy-restricted', async () => {
  const refuse = bench.dialog.getByRole('button', { name: /^No/ });
  await refuse.waitFor({ timeout: 60_000 });
  await refuse.click();
  await bench.openFile('.waxseal.yaml');
  await bench.run('Problems: Focus on Problems View');
  await problem('subject ends with a line break, which | keeps').waitFor();
  await problem('"releases" is never reached').waitFor();
  assert.equal(await problem('In force is the policy').count(), 0);
  await bench.run('Waxseal: Explain Policy Decision…');
  await bench.toast('Restricted Mode: the policy of the repository is not read').waitFor();
  await bench.run('Notifications: Clear All Notifications');
});

part('in a trusted folder, the editor says from which policy a file differs', 'policy-mistakes', async () => {
  await bench.run('Workspaces: Manage Workspace Trust');
  await bench.page
    .locator('.workspace-trust-editor')
    .getByRole('button', { name: /^Trust$/ })
    .click();
  await bench.page.locator('.workspace-trust-editor').getByText('You trust this folder').first().waitFor();
  await bench.run('View: Close All Editors');
  await bench.openFile('.waxseal.yaml');
  await problem(
    'In force is the policy of origin/main. This text takes effect when it lands there.',
  ).waitFor();
  await problem('did you mean "release-bot"?').waitFor();
});

part('a field is explained', 'policy-hover', async () => {
  await goTo('8:8');
  await bench.run('Show or Focus Hover');
  await bench.page.locator('.monaco-hover').getByText('RE2 expression for the whole value').waitFor();
});

part('a mistake is fixed from the light bulb', 'policy-fix', async () => {
  await goTo('11:22');
  await bench.run('Quick Fix...');
  await bench.page.locator('.action-widget').getByText('Change to release-bot').click();
  await line('[dev, release-bot]').waitFor();
  await problem('did you mean "release-bot"?').waitFor({ state: 'detached' });
});

part('fields are offered while typing', 'policy-completion', async () => {
  await goTo('8:44');
  await bench.page.keyboard.press('Enter');
  await bench.page.keyboard.type('source');
  const list = bench.page.locator('.suggest-widget.visible');
  await list.getByText('sourceRepositoryUri', { exact: true }).waitFor();
});

part('a refusal by the policy is explained, and is not a broken signature', 'policy-explained', async () => {
  await bench.page.keyboard.press('Escape');
  await bench.run('File: Revert File');
  await bench.clean();
  await bench.run('Waxseal: Explain Policy Decision…');
  await bench.choice('Add three').click();
  const { webview } = bench;
  await webview.locator('h1').filter({ hasText: 'Refused' }).waitFor();
  await webview.getByText('The signature is sound, but the signer is not allowed.').waitFor();
  await webview.locator('li').filter({ hasText: 'everything' }).getByText('decides').waitFor();
  await bench.showSignatures();
  await bench.row(/Add three\s*Refused · mallory@example\.test/).waitFor();
  await bench.row(/Change it afterwards\s*Invalid · dev@example\.test \(claimed, not proven\)/).waitFor();
});
