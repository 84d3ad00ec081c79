import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type OpenBrowser, openBrowser, screenshot } from './support/browser.js';
import { type Server, startServer } from './support/server.js';
import { OTHER, PERSON, type SigningScene, signingScene } from './support/signing-scene.js';
import { stageExtension, VSIX } from './support/stage.js';
import { host, needsHost } from './support/vscode-host.js';
import { Workbench } from './support/workbench.js';

// One user, one window, no terminal: each test starts where the previous one ended.

const LOSES_PATHS = 'VS Code 1.100 as npm has it opens addresses on this machine without their path';
const needsBrowser = host?.vscode.startsWith('1.100.') ? { skip: LOSES_PATHS } : needsHost;

const stage = stageExtension();
let scene: SigningScene;
let browser: OpenBrowser | undefined;
let server: Server | undefined;
let bench: Workbench;
let configBefore: string;

const SETTINGS = {
  'waxseal.signIn': 'browser',
  'git.enableSmartCommit': true,
  'git.autofetch': false,
  'git.openDiffOnClick': false,
};

before(async () => {
  if (!host) return;
  scene = await signingScene();
  configBefore = await scene.git('config', '--local', '--list');
  server = await startServer({ host, env: scene.env, extension: VSIX ?? stage.dir, settings: SETTINGS });
  browser = await openBrowser(host);
  browser.context.setDefaultTimeout(60_000);
  // This VS Code sends the browser to ports of its machine by an address that only its vendor's server answers.
  await browser.context.route(/\/proxy\/\d+\//, (route) => {
    const { pathname, search } = new URL(route.request().url());
    const [, , port, ...path] = pathname.split('/');
    return route.fulfill({
      status: 307,
      headers: { location: `http://localhost:${port}/${path.join('/')}${search}` },
    });
  });
  bench = await Workbench.open(browser.page, server.url(scene.dir));
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await scene?.remove();
  stage.remove();
});

function uiTest(name: string, picture: string, body: () => Promise<void>): void {
  test(name, needsBrowser, async () => {
    try {
      await body();
    } catch (error) {
      await screenshot(bench.page, `failed-${picture}`);
      throw error;
    }
    await screenshot(bench.page, picture);
    await bench.clean();
  });
}

const SIGNED_IN = /^\s*Signed in/;
const GIT_FAILED = 'gpg failed to sign the data';

const picture = (name: string) => screenshot(bench.page, name);

/** Presses a button of the dialog. */
async function press(question: string | RegExp, button: string): Promise<void> {
  await bench.dialog.filter({ hasText: question }).waitFor();
  await bench.dialog.getByRole('button', { name: button, exact: true }).click();
}

/** The page that opens in the user's browser after `act`. */
async function opened(act: () => Promise<void>): Promise<Page> {
  assert.ok(browser);
  const page = browser.context.waitForEvent('page');
  await act();
  return page;
}

/** Types a message into the Source Control view and commits, as a user does. */
async function commit(message: string): Promise<void> {
  scene.write('README.md', `# ${message}\n`);
  const changes = bench.page.locator('.sidebar .pane-header').filter({ hasText: 'Changes' }).first();
  if (!(await changes.isVisible()))
    await bench.page.locator('.activitybar a.action-label[aria-label^="Source Control"]').first().click();
  await changes.waitFor();
  if ((await changes.getAttribute('aria-expanded')) !== 'true')
    await changes.click({ position: { x: 40, y: 8 } });
  await bench.page.locator('.scm-view .monaco-list-row').filter({ hasText: 'README.md' }).first().waitFor();
  const input = bench.page.locator('.scm-editor .monaco-editor').first();
  await input.click();
  await bench.page.keyboard.press('ControlOrMeta+A');
  await bench.page.keyboard.type(message);
  await bench.page.keyboard.press('ControlOrMeta+Enter');
}

uiTest('signing is set up without a terminal', 'signing-set-up-done', async () => {
  await bench.status(/Incomplete|Unsigned|Invalid/).waitFor({ timeout: 90_000 });
  await bench.run('Waxseal: Set Up Keyless Signing…');
  await bench.choice('This repository').waitFor();
  await picture('signing-set-up-1');
  await bench.choice('This repository').click();
  await bench.choice('Another Sigstore').waitFor();
  await picture('signing-set-up-2');
  await bench.choice('Another Sigstore').click();
  await bench.answer(scene.instance);
  await bench.choice('Every commit and tag').waitFor();
  await picture('signing-set-up-3');
  await bench.choice('Every commit and tag').click();
  await bench.dialog.filter({ hasText: 'What your signatures make public' }).waitFor();
  await picture('signing-set-up-published');
  await press('What your signatures make public', 'Ask Me Then');
  await bench.toast("Git signs with Waxseal in wax's work").waitFor();
  assert.equal(await scene.git('config', '--local', 'commit.gpgSign'), 'true');
});

uiTest('a trial signature works with a code, after consent', 'signing-tried', async () => {
  await bench.run('Waxseal: Try a Signature');
  await bench.dialog.filter({ hasText: 'Sign in to sign with Waxseal' }).waitFor();
  await picture('sign-in');
  await press('Sign in to sign with Waxseal', 'Use a Code Instead');
  await bench.dialog.filter({ hasText: 'Your sign-in code is' }).waitFor();
  await picture('sign-in-code');
  const code = /[A-Z]{4}-[A-Z]{4}/.exec(await bench.dialog.innerText())?.[0] ?? '';
  const page = await opened(() => press('Your sign-in code is', 'Copy Code and Open Page'));
  assert.equal(page.url().includes(code), false);
  await page.locator('input[name="user_code"]').fill(code);
  await page.getByRole('button', { name: 'Submit' }).click();
  await page.getByText('Login Successful').waitFor();
  await page.close();
  await bench.dialog.filter({ hasText: 'A signature makes this public' }).waitFor();
  await picture('sign-in-consent');
  await press('A signature makes this public', 'Publish and Sign');
  await bench.toast(`It works: the signature by ${PERSON}`).waitFor();
  await bench.status(SIGNED_IN).waitFor();
});

uiTest(
  'a commit from the Source Control view is signed by the user who is signed in',
  'signing-committed',
  async () => {
    await commit('Say two');
    await bench.status('Verified').waitFor();
    assert.match(await scene.git('cat-file', 'commit', 'HEAD'), /^gpgsig -----BEGIN SIGNED MESSAGE-----$/m);
  },
);

uiTest('the view shows who signed that commit, others, and a tag', 'signing-signers', async () => {
  await bench.showSignatures();
  await bench.row(/^Recent commits/).click();
  await bench.row(new RegExp(`Say two\\s*Verified · ${PERSON}`)).waitFor();
  await bench.row(new RegExp(`Begin\\s*Valid · ${OTHER}`)).waitFor();
  await bench.row(/^Tags/).click();
  await bench.row(new RegExp(`v1\\.0\\s*Valid · ${OTHER}`)).waitFor();
});

uiTest('the signing status says who is signed in, and what is published', 'signing-status', async () => {
  await bench.run('Waxseal: Signing Status');
  await bench.choice(PERSON).waitFor();
  await bench.choice('every commit is signed').waitFor();
});

uiTest(
  'after signing out, the next commit asks for a sign-in in the browser',
  'sign-in-browser',
  async () => {
    await bench.run('Waxseal: Sign Out');
    await bench.toast('Signed out').waitFor();
    await bench.status('Not signed in').waitFor();
    await commit('Say three');
    const page = await opened(() => press('Sign in to sign with Waxseal', 'Open Browser'));
    await page.getByText('Signed in').first().waitFor();
    await screenshot(page, 'sign-in-browser-page');
    await page.close();
    await bench.status(SIGNED_IN).waitFor();
    await bench.status('Verified').waitFor();
    assert.equal(await scene.git('log', '-1', '--format=%s'), 'Say three');
  },
);

uiTest('a refused sign-in is explained in full, and can be tried again', 'sign-in-refused', async () => {
  await bench.run('Waxseal: Sign Out');
  await bench.toast('Signed out').waitFor();
  await bench.clean();
  scene.sandbox.signIn.mode = 'deny';
  await commit('Say four');
  const denied = await opened(() => press('Sign in to sign with Waxseal', 'Open Browser'));
  const toast = bench.toast('Nothing was signed: sign-in with');
  await toast.filter({ hasText: 'access_denied' }).waitFor();
  await denied.close();
  await press(GIT_FAILED, 'Cancel');
  await picture('sign-in-refused-reason');
  assert.equal(await scene.git('log', '-1', '--format=%s'), 'Say three');
  scene.sandbox.signIn.mode = 'auto';
  await toast.getByRole('button', { name: 'Commit Again' }).click();
  const page = await opened(() => press('Sign in to sign with Waxseal', 'Open Browser'));
  await bench.status(SIGNED_IN).waitFor();
  await page.close();
  await until(async () => (await scene.git('log', '-1', '--format=%s')) === 'Say four');
});

uiTest('the reason why a signature failed is shown in full', 'signing-failed', async () => {
  scene.sandbox.faults.add({ server: 'rekor', action: { status: 503 } });
  await commit('Say five');
  const toast = bench.toast('Nothing was signed:');
  await toast.waitFor();
  const said = await toast.textContent();
  scene.sandbox.faults.clear();
  assert.match(said ?? '', /503/);
  assert.match(said ?? '', /To fix it: /);
  await press(GIT_FAILED, 'Cancel');
  await picture('signing-failed-reason');
  await bench.page.getByRole('button', { name: 'Commit Again' }).click();
  await until(async () => (await scene.git('log', '-1', '--format=%s')) === 'Say five');
});

uiTest('a command signs in, and another checks the set-up', 'signing-checked', async () => {
  await bench.run('Waxseal: Sign In');
  const page = await opened(() => press('Sign in to sign with Waxseal', 'Open Browser'));
  await bench.toast(`Signed in as ${PERSON}`).waitFor();
  await page.close();
  await bench.run('Waxseal: Check Signing Set-Up');
  await bench.webview.locator('h1').filter({ hasText: 'Signing Set-Up' }).waitFor();
  await bench.webview.getByText('Nothing is wrong.').waitFor();
});

uiTest('setting up is undone, and leaves git’s configuration as it was', 'signing-undone', async () => {
  await bench.run('Waxseal: Undo Keyless Signing…');
  await bench.choice('This repository').click();
  await bench.toast('Git’s configuration is as it was').waitFor();
  assert.equal(await scene.git('config', '--local', '--list'), configBefore);
  await bench.status(SIGNED_IN).waitFor({ state: 'hidden' });
  await bench.run('Waxseal: Sign Out');
  await bench.toast('Signed out').waitFor();
});

uiTest('a walkthrough shows all steps', 'signing-walkthrough', async () => {
  await bench.run('Welcome: Open Walkthrough...');
  await bench.choice('Sign Commits Without a Key').click();
  await bench.page.keyboard.press('ControlOrMeta+B');
  await bench.page.getByText('Nothing has to be installed').waitFor();
  await bench.page.locator('.getting-started-media').first().waitFor();
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 100));
}

test(
  'in Restricted Mode the repository cannot choose what signs, and the editor says why',
  needsHost,
  async () => {
    if (!host) return;
    const hostile = await signingScene();
    const proof = join(hostile.dir, 'ran');
    const program = join(hostile.dir, 'evil.sh');
    writeFileSync(program, `#!/bin/sh\ntouch "${proof}"\n`, { mode: 0o755 });
    for (const [key, value] of [
      ['gpg.format', 'x509'],
      ['gpg.x509.program', program],
      ['waxseal.issuer', 'https://evil.test'],
      ['waxseal.browser', program],
      ['commit.gpgSign', 'true'],
    ] as const)
      await hostile.git('config', key, value);
    const apart = await startServer({ host, env: hostile.env, extension: stage.dir, asksForTrust: true });
    let other: OpenBrowser | undefined;
    try {
      other = await openBrowser(host);
      const window = await Workbench.open(other.page, apart.url(hostile.dir));
      await window.dialog.getByRole('button', { name: /^No/ }).click();
      for (const command of ['Set Up Keyless Signing…', 'Try a Signature', 'Sign In', 'Signing Status']) {
        await window.run(`Waxseal: ${command}`);
        await window.toast('Waxseal does not sign in Restricted Mode').waitFor();
        await screenshot(other.page, 'signing-restricted');
        await window.clean();
      }
      await window.run('Waxseal: Sign Out');
      await window.toast('Nobody was signed in').waitFor();
      assert.equal(existsSync(proof), false);
    } finally {
      await other?.close();
      await apart.stop();
      await hostile.remove();
    }
  },
);
