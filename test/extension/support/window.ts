import { type OpenBrowser, openBrowser, screenshot } from './browser.js';
import { type Server, type ServerOptions, startServer } from './server.js';
import { stageExtension } from './stage.js';
import type { VscodeHost } from './vscode-host.js';
import { Workbench } from './workbench.js';

/** A VS Code in a browser, with the extension and an open folder. */
export interface EditorWindow {
  readonly bench: Workbench;
  readonly browser: OpenBrowser;
  /** Ends everything. */
  close(): Promise<void>;
}

/** The differences from the usual window. */
export interface WindowOptions extends Partial<Omit<ServerOptions, 'host' | 'env' | 'extension'>> {
  readonly viewport?: { readonly width: number; readonly height: number };
}

/**
 * Opens a window on a folder, with an environment for its extension host. If that fails, everything already started is ended.
 */
export async function openWindow(
  host: VscodeHost,
  { dir, env }: { readonly dir: string; readonly env: Readonly<Record<string, string>> },
  { viewport, ...options }: WindowOptions = {},
): Promise<EditorWindow> {
  const stage = stageExtension();
  let server: Server | undefined;
  let browser: OpenBrowser | undefined;
  const close = async () => {
    await browser?.close();
    await server?.stop();
    stage.remove();
  };
  try {
    server = await startServer({ host, env, extension: stage.dir, ...options });
    browser = await openBrowser(host);
    if (viewport) await browser.page.setViewportSize(viewport);
    return { bench: await Workbench.open(browser.page, server.url(dir)), browser, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Runs `body` in a window, and leaves a picture of the end, whether it succeeds or not. */
export async function inPicture(bench: Workbench, picture: string, body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } finally {
    await screenshot(bench.page, picture);
  }
}
