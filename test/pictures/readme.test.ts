import { after, before, test } from 'node:test';
import { screenshot } from '../extension/support/browser.js';
import { type EditorRepository, editorRepository, swapped } from '../extension/support/repository.js';
import { host, needsHost } from '../extension/support/vscode-host.js';
import { type EditorWindow, openWindow } from '../extension/support/window.js';
import type { Workbench } from '../extension/support/workbench.js';

// The pictures of the README (npm run screenshots): a branch under review, as a reviewer sees it.

const ISSUER = 'https://accounts.example.com';
const ADA = {
  author: 'Ada Lindqvist <ada@example.com>',
  sign: { subject: 'ada@example.com', issuer: ISSUER },
};
const NOOR = {
  author: 'Noor Haddad <noor@example.com>',
  sign: { subject: 'noor@example.com', issuer: ISSUER },
};
const POLICY = `signers:
  ada: { issuer: ${ISSUER}, subject: ada@example.com }
  noor: { issuer: ${ISSUER}, subject: noor@example.com }
rules:
  - name: maintainers
    signers: [ada, noor]
`;
const PATH = 'upload.py';
const SOURCE = [
  'from .request import send',
  '',
  '',
  'def upload(file: File) -> str:',
  '    """Uploads a file in parts and gives its digest."""',
  '    parts = split(file, 8 * 1024 * 1024)',
  '    for part in parts:',
  '        send(part, to=MIRROR, attempts=ATTEMPTS)',
  '    return finish(len(parts))',
];

function lantern(): EditorRepository {
  const repo = editorRepository(undefined, 'lantern');
  const text = (...more: string[]) => ({ [PATH]: [...SOURCE, ...more, ''].join('\n') });
  repo.commit({
    message: 'Say who may sign',
    ...ADA,
    files: { '.waxseal.yaml': POLICY, 'README.md': '# Lantern\n' },
  });
  repo.commit({ message: 'Upload files in parts', ...NOOR, files: text() });
  repo.push();
  repo.tag({ name: 'v1.4.0', message: 'Lantern 1.4.0', sign: ADA.sign });
  repo.git('checkout', '-q', '-b', 'retry-uploads');
  repo.git('config', 'branch.retry-uploads.remote', 'origin');
  repo.git('config', 'branch.retry-uploads.merge', 'refs/heads/main');
  const retry = ['', '', 'ATTEMPTS = 3'];
  repo.commit({ message: 'Try a failed part again', ...NOOR, files: text(...retry) });
  const pause = [...retry, "MIRROR = 'https://uploads.example.net'"];
  repo.commit({
    message: 'Send parts to the nearest mirror',
    author: ADA.author,
    sign: { subject: 'someone@example.net', issuer: ISSUER },
    files: text(...pause),
  });
  repo.commit({
    message: 'Fix a typo',
    author: NOOR.author,
    files: { 'README.md': '# Lantern\n\nUploads.\n' },
  });
  repo.commit({ message: 'Wait longer each time', ...ADA, alter: swapped('longer each', 'little each') });
  repo.commit({
    message: 'Test uploads that fail halfway',
    ...ADA,
    files: text(...pause, 'PAUSE_MS = 250'),
  });
  return repo;
}

const repo = lantern();
let opened: EditorWindow | undefined;
let bench: Workbench;

before(async () => {
  if (!host) return;
  const settings = {
    'window.title': 'lantern',
    'editor.minimap.enabled': false,
    'breadcrumbs.enabled': false,
  };
  opened = await openWindow(host, repo, {
    settings,
    without: ['vscode.typescript-language-features'],
    viewport: { width: 1180, height: 720 },
  });
  bench = opened.bench;
});
after(async () => {
  await opened?.close();
  repo.remove();
});

async function widenSideBar(by: number): Promise<void> {
  const { page } = bench;
  const edge = await page.locator('.part.sidebar').boundingBox();
  if (!edge) return;
  const x = edge.x + edge.width;
  await page.mouse.move(x, 400);
  await page.mouse.down();
  await page.mouse.move(x + by, 400, { steps: 5 });
  await page.mouse.up();
}

test('a commit that its author did not sign', needsHost, async () => {
  await bench.status(/of \d+ do not hold/).waitFor({ timeout: 60_000 });
  await bench.showSignatures();
  await widenSideBar(70);
  await bench.row(/^Tags/).click();
  await bench.row(/v1\.4\.0\s*Verified/).waitFor();
  await bench.row('Send parts').click();
  await bench.webview.locator('h1').filter({ hasText: 'Refused' }).waitFor();
  await bench.page.mouse.move(700, 5);
  await screenshot(bench.page, 'readme/commit-page');
  await bench.clean();
});

test('the real signer of a line', needsHost, async () => {
  await bench.openFile(PATH);
  const line = bench.page.locator('.monaco-editor .view-line').filter({ hasText: /^MIRROR/ });
  await line.click();
  await bench.page.waitForFunction(
    `[...document.querySelectorAll('.monaco-editor .view-line span')].some((span) =>
      getComputedStyle(span, '::after').content.includes('signed by someone@example.net'))`,
  );
  await bench.run('View: Toggle Primary Side Bar Visibility');
  await bench.page.setViewportSize({ width: 1180, height: 400 });
  await bench.status(/of \d+ do not hold/).waitFor();
  await line.click();
  await line.waitFor();
  await screenshot(bench.page, 'readme/inline-signer');
});
