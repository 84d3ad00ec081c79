import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type OpenBrowser, openBrowser, screenshot } from './support/browser.js';
import { editorRepository } from './support/repository.js';
import { reviewScene } from './support/scene.js';
import { type ServerOptions, startServer } from './support/server.js';
import { stageExtension } from './support/stage.js';
import { host, needsHost } from './support/vscode-host.js';
import { Workbench } from './support/workbench.js';

const stage = stageExtension();
after(() => stage.remove());

/** Opens a folder in an editor of its own and leaves a picture. */
async function inEditor(
  folder: string | undefined,
  options: Partial<ServerOptions>,
  picture: string,
  body: (bench: Workbench) => Promise<void>,
): Promise<void> {
  if (!host) return;
  const server = await startServer({ host, extension: stage.dir, ...options });
  let browser: OpenBrowser | undefined;
  try {
    browser = await openBrowser(host);
    const bench = await Workbench.open(browser.page, server.url(folder));
    try {
      await body(bench);
    } finally {
      await screenshot(browser.page, picture);
    }
    assert.deepEqual([...browser.strangers], []);
  } finally {
    await browser?.close();
    await server.stop();
  }
}

test(
  'in an untrusted workspace no policy, program or setting of the repository is used',
  needsHost,
  async () => {
    const repo = reviewScene();
    const proof = join(repo.dir, '..', 'ran');
    const program = join(repo.dir, 'evil.sh');
    writeFileSync(program, `#!/bin/sh\ntouch ${proof}\n`, { mode: 0o755 });
    for (const name of [
      'gpg.x509.program',
      'gpg.program',
      'core.fsmonitor',
      'core.sshCommand',
      'diff.external',
    ])
      repo.git('config', name, program);
    repo.git('config', 'core.hooksPath', repo.dir);
    repo.git('config', 'filter.evil.clean', program);
    repo.git('config', 'filter.evil.smudge', program);
    repo.git('config', 'diff.evil.textconv', program);
    repo.git('config', 'waxseal.policy', join(repo.dir, '.waxseal.yaml'));
    repo.git('config', 'waxseal.trustedRoot', '/nonexistent/root.json');
    writeFileSync(join(repo.dir, '.gitattributes'), '* filter=evil diff=evil\n');
    mkdirSync(join(repo.dir, '.vscode'));
    writeFileSync(
      join(repo.dir, '.vscode', 'settings.json'),
      JSON.stringify({ 'git.path': program, 'waxseal.verifyOnline': true }),
    );
    rmSync(proof, { force: true });
    try {
      await inEditor(repo.dir, { env: repo.env, asksForTrust: true }, 'restricted-mode', async (bench) => {
        const refuse = bench.dialog.getByRole('button', { name: /^No/ });
        await refuse.waitFor({ timeout: 60_000 });
        await refuse.click();
        await bench.status('9 of 9 do not hold').waitFor({ timeout: 60_000 });
        await bench.showSignatures();
        await bench.page.getByText(/Restricted Mode: the policy of the repository is not read/).waitFor();
        await bench.row(/End well\s*Valid · dev@example\.test/).waitFor();
        await bench.openFile('README.md');
      });
      assert.equal(existsSync(proof), false, 'a program of the repository was run');
    } finally {
      repo.remove();
    }
  },
);

test('in a folder without a repository, the view and every command say so', needsHost, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'no-repository-'));
  try {
    await inEditor(folder, {}, 'no-repository', async (bench) => {
      await bench.run('Waxseal: Show Signatures');
      await bench.page
        .getByText('There is no git repository in the folders that are open.')
        .waitFor({ timeout: 60_000 });
      for (const command of [
        'Verify Commit…',
        'Verify Range…',
        'Verify Tag…',
        'Explain Outcome',
        'Copy Evidence (Bundle)',
      ]) {
        await bench.run(`Waxseal: ${command}`);
        await bench.toast('There are no signatures to show: There is no git repository').waitFor();
        await bench.clean();
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test(
  'without the git extension the repository is found by its folder, with the user’s git',
  needsHost,
  async () => {
    const repo = editorRepository();
    repo.commit({ message: 'One', sign: {} });
    const proof = join(repo.dir, '..', 'ran');
    mkdirSync(join(repo.dir, '.vscode'));
    writeFileSync(join(repo.dir, 'git'), `#!/bin/sh\n: > '${proof}'\n`, { mode: 0o755 });
    const settings = { 'git.path': join(repo.dir, 'git'), 'waxseal.trustedRoot': '/nowhere/root.json' };
    writeFileSync(join(repo.dir, '.vscode', 'settings.json'), JSON.stringify(settings));
    try {
      const options = { env: repo.env, settings: { 'git.enabled': false } };
      await inEditor(repo.dir, options, 'git-extension-disabled', async (bench) => {
        await bench.status('Valid').waitFor({ timeout: 60_000 });
        repo.commit({ message: 'Two' });
        await bench.status('Unsigned').waitFor();
      });
      assert.equal(existsSync(proof), false, 'a git of the workspace was run');
    } finally {
      repo.remove();
    }
  },
);

test('without a git program the view says so, and what to do', needsHost, async () => {
  const repo = editorRepository();
  const empty = mkdtempSync(join(tmpdir(), 'no-programs-'));
  repo.commit({ message: 'One', sign: {} });
  try {
    await inEditor(repo.dir, { env: { ...repo.env, PATH: empty } }, 'git-missing', async (bench) => {
      await bench.run('Waxseal: Show Signatures');
      await bench.page.getByText('There is no git program in PATH').first().waitFor({ timeout: 60_000 });
      await bench.run('Waxseal: Verify Commit…');
      await bench.toast('There are no signatures to show: There is no git program').waitFor();
    });
  } finally {
    repo.remove();
    rmSync(empty, { recursive: true, force: true });
  }
});

test('in a virtual workspace the view says why it shows nothing', needsHost, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'virtual-'));
  const workspace = join(folder, 'virtual.code-workspace');
  writeFileSync(workspace, JSON.stringify({ folders: [{ uri: 'memory:/repository', name: 'virtual' }] }));
  try {
    await inEditor(workspace, {}, 'virtual', async (bench) => {
      await bench.run('Waxseal: Show Signatures');
      await bench.page
        .getByText('cannot reach the files of this virtual workspace')
        .waitFor({ timeout: 60_000 });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
