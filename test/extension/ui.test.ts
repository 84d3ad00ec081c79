import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { reviewScene } from './support/scene.js';
import { host, needsHost } from './support/vscode-host.js';
import { type EditorWindow, inPicture, openWindow } from './support/window.js';
import type { Workbench } from './support/workbench.js';

const repo = reviewScene();
let opened: EditorWindow | undefined;
let bench: Workbench;

before(async () => {
  if (!host) return;
  opened = await openWindow(host, repo);
  bench = opened.bench;
});

after(async () => {
  await opened?.close();
  repo.remove();
});

/** A test with the workbench. It leaves a picture whether it passes or not. */
function uiTest(name: string, picture: string, body: () => Promise<void>): void {
  test(name, needsHost, async () => {
    await inPicture(bench, picture, body);
    await bench.clean();
  });
}

uiTest(
  'the status bar is not green on a branch that does not hold, and shows its first commit that does not',
  'status-bar',
  async () => {
    const status = bench.status('8 of 9 do not hold');
    await status.waitFor({ timeout: 60_000 });
    assert.equal(await bench.status('Verified').count(), 0);
    const label = await status.locator('a').first().getAttribute('aria-label');
    assert.match(
      label ?? '',
      /^Branch under review: 8 of 9 do not hold \(since origin\/main\), Signature of HEAD: Verified, Signer: dev@example\.test, Issuer: /,
    );
    assert.match(label ?? '', /8 of 9 unpushed commits do not hold/);
    await status.click();
    await bench.page.locator('.monaco-list-row.focused').filter({ hasText: 'evil' }).first().waitFor();
  },
);

uiTest(
  'the view lists the branch under review with outcome, signer and reason',
  'signatures-view',
  async () => {
    await bench.showSignatures();
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

uiTest('tags are listed with the outcomes of their signatures', 'tags', async () => {
  await bench.row(/^Tags/).click();
  await bench.row(/v1\.0\s*Verified · dev@example\.test/).waitFor();
  await bench.row(/v2\.0-tampered\s*Invalid/).waitFor();
  await bench.row(/v2\.0-refused\s*Refused/).waitFor();
  await bench.row(/release\/unsigned\s*Unsigned/).waitFor();
  const pointer = bench.row(/<b>v9\s*Refused: not signed/);
  await pointer.waitFor();
  assert.doesNotMatch(await pointer.innerText(), /mallory/);
});

uiTest('a commit page shows every check with its reason', 'commit-page', async () => {
  await bench.row('Add three').click();
  const { webview } = bench;
  await webview.locator('h1').filter({ hasText: 'Refused' }).waitFor();
  await webview.getByText('mallory@example.test', { exact: true }).waitFor();
  await webview.locator('tr.refused').waitFor();
  assert.ok((await webview.locator('tbody tr').count()) > 5);
});

uiTest('an outcome is explained in words, with what to do', 'explain-outcome', async () => {
  await bench.row('Add three').click();
  await bench.webview.getByText('Explain Outcome').click();
  const preview = bench.webview;
  await preview.locator('h1').filter({ hasText: 'Refused' }).waitFor();
  await preview.locator('h2').filter({ hasText: 'What to do' }).waitFor();
});

uiTest('a hostile message is shown as text everywhere and runs nothing', 'hostile-commit', async () => {
  await bench.row(/evil/).click();
  const { webview } = bench;
  await webview.locator('h1').filter({ hasText: 'Refused' }).waitFor();
  await webview.getByText('<img src=x onerror=alert(1)>').first().waitFor();
  assert.equal(await webview.locator('img, a[href^="command:"]').count(), 0);
  await webview.getByText('Explain Outcome').click();
  await bench.webview.locator('h2').filter({ hasText: 'What decided' }).waitFor();
  assert.equal(await bench.webview.locator('img, a').count(), 0);
});

uiTest('a tag is verified by its name', 'verify-tag', async () => {
  await bench.run('Waxseal: Verify Tag…');
  await bench.choice('v2.0-tampered').click();
  await bench.webview.locator('h1').filter({ hasText: 'Invalid' }).waitFor();
});

uiTest('a commit is verified by a revision that the user types', 'verify-commit', async () => {
  await bench.run('Waxseal: Verify Commit…');
  await bench.quickInput.locator('input[type="text"]').first().fill('HEAD~8');
  await bench.choice('The revision “HEAD~8”').click();
  await bench.webview.locator('h1').filter({ hasText: 'Refused' }).waitFor();
});

uiTest('a revision that does not exist is refused with a reason', 'unknown-revision', async () => {
  await bench.run('Waxseal: Verify Commit…');
  await bench.quickInput.locator('input[type="text"]').first().fill('no-such-branch');
  await bench.choice('The revision “no-such-branch”').click();
  await bench.toast('there is no object no-such-branch in this repository').waitFor();
});

uiTest(
  'a range is asked for again when it was mistyped, and listed at the first use',
  'verify-range-mistyped',
  async () => {
    await bench.run('Waxseal: Verify Range…');
    await bench.answer('nowhere..HEAD');
    await bench.quickInput.filter({ hasText: 'nowhere' }).waitFor();
    await bench.answer('HEAD~2..HEAD');
    await bench.row(/^Range HEAD~2\.\.HEAD/).waitFor();
  },
);

uiTest('a range is verified and stays in the view', 'verify-range', async () => {
  await bench.run('Waxseal: Verify Range…');
  await bench.answer('HEAD~2..HEAD');
  await bench.row(/Range HEAD~2\.\.HEAD\s*2 · 1 do not hold/).waitFor();
});

uiTest('the view shows only the chosen outcomes, and says so', 'filter-outcome', async () => {
  await bench.run('Waxseal: Filter Signatures by Outcome…');
  await bench.quickInput.locator('.monaco-list-row').first().waitFor();
  for (const outcome of ['Verified', 'Valid', 'Incomplete', 'Refused', 'Unsigned'])
    await bench.quickInput
      .locator('.monaco-list-row')
      .filter({ hasText: new RegExp(`^${outcome}`) })
      .click();
  await bench.quickInput.getByRole('button', { name: 'OK' }).click();
  await bench.page.getByText('Only: Invalid.').waitFor();
  await bench.row('End well').waitFor({ state: 'detached' });
  await bench.row('Change it afterwards').waitFor();
  await bench.run('Waxseal: Clear Filter of Signatures');
  await bench.row('End well').waitFor();
});

uiTest('the view shows only what one signer signed', 'filter-signer', async () => {
  await bench.run('Waxseal: Filter Signatures by Signer…');
  await bench.choice('mallory@example.test').click();
  await bench.row('End well').waitFor({ state: 'detached' });
  await bench.row('Add three').waitFor();
  await bench.run('Waxseal: Clear Filter of Signatures');
  await bench.row('End well').waitFor();
});

uiTest('the line in the editor names who really signed', 'inline-signer', async () => {
  await bench.openFile('README.md');
  await bench.page.locator('.monaco-editor .view-line').nth(3).waitFor();
  await bench.page.locator('.monaco-editor .view-line').nth(2).click();
  const after = bench.page.locator('.monaco-editor .view-line').nth(2);
  await after.getByText(/./).first().waitFor();
  await bench.page.waitForFunction(
    `[...document.querySelectorAll('.monaco-editor .view-line span')].some((span) =>
      getComputedStyle(span, '::after').content.includes('signed by mallory@example.test'))`,
  );
});
