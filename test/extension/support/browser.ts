import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { ROOT, type VscodeHost } from './vscode-host.js';

const QUIET = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--no-first-run',
  '--disable-gpu',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/** A browser with one page. */
export interface OpenBrowser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Origins outside this machine that a page requested. */
  readonly strangers: ReadonlySet<string>;
  close(): Promise<void>;
}

/** Opens a headless Chromium that can reach only this machine. */
export async function openBrowser(host: VscodeHost): Promise<OpenBrowser> {
  const browser: Browser = await chromium.launch({
    executablePath: host.chromium,
    headless: true,
    args: QUIET,
  });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    deviceScaleFactor: 1,
    reducedMotion: 'reduce',
  });
  const rights = ['clipboard-read', 'clipboard-write'];
  await context
    .grantPermissions(['local-network-access', ...rights])
    .catch(() => context.grantPermissions(rights));
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  const strangers = new Set<string>();
  page.on('request', (request) => {
    const { hostname, origin, protocol } = new URL(request.url());
    const own =
      hostname === '127.0.0.1' || hostname.endsWith('vscode-cdn.net') || !protocol.startsWith('http');
    if (!own) strangers.add(origin);
  });
  return { context, page, strangers, close: () => browser.close() };
}

/** Where a test puts its pictures. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = join(ROOT, '.cache', 'screenshots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
