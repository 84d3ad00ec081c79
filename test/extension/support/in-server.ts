import { type OpenBrowser, openBrowser } from './browser.js';
import type { HostTests } from './in-host.js';
import { startServer } from './server.js';
import type { VscodeHost } from './vscode-host.js';

const LONGEST_MS = 150_000;

/** Runs tests inside the extension host of VS Code's server; returns what it printed. The tests write their own results. */
export async function runInServer(host: VscodeHost, run: HostTests): Promise<string> {
  const { folder, extension, tests, env, settings } = run;
  const server = await startServer({ host, extension, runsTests: true, settings, env });
  let browser: OpenBrowser | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    browser = await openBrowser(host);
    const { page } = browser;
    const done = new Promise<number>((resolve) => {
      void page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
    });
    await page.exposeFunction('codeAutomationLog', () => {});
    const remote = (path: string) => `vscode-remote://127.0.0.1:${server.port}${path}`;
    await page.goto(
      server.url(folder, [
        ['extensionDevelopmentPath', remote(extension)],
        ['extensionTestsPath', remote(tests)],
      ]),
    );
    const late = new Promise<number>((resolve) => {
      timer = setTimeout(() => resolve(-1), LONGEST_MS);
    });
    const code = await Promise.race([done, late]);
    return `${server.log()}\nended with ${code}`;
  } finally {
    clearTimeout(timer);
    await browser?.close();
    await server.stop();
  }
}
