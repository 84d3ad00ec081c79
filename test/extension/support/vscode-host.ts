import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A VS Code that runs here. All paths are absolute. */
export interface VscodeHost {
  readonly dir: string;
  readonly node: string;
  readonly server: string;
  readonly chromium: string;
  readonly vscode: string;
}

type Finder = (which: 'current' | 'minimum') => VscodeHost | { readonly reason: string };

/** The repository's root: tests run from it. */
export const ROOT = process.cwd();

async function find(): Promise<VscodeHost | { readonly reason: string }> {
  const which = process.env['WAXSEAL_VSCODE'] === 'minimum' ? 'minimum' : 'current';
  const script = pathToFileURL(join(ROOT, 'scripts', 'vscode-host.mjs')).href;
  const { findVscodeHost } = (await import(script)) as { findVscodeHost: Finder };
  return findVscodeHost(which);
}

const found = await find();

/** The VS Code to use. WAXSEAL_VSCODE=minimum chooses the oldest supported version. */
export const host: VscodeHost | undefined = 'reason' in found ? undefined : found;

/** An option for node:test: nothing, or why the tests are skipped. */
export const needsHost: { readonly skip?: string } = 'reason' in found ? { skip: found.reason } : {};

/** A VS Code with a window, for tests inside its extension host. */
export interface Desktop {
  readonly executable: string;
}

type DesktopFinder = () => Promise<Desktop | { readonly reason: string }>;

async function findDesktop(): Promise<Desktop | { readonly reason: string } | undefined> {
  if (host && process.env['WAXSEAL_VSCODE'] !== 'electron') return undefined;
  const script = pathToFileURL(join(ROOT, 'scripts', 'vscode-host', 'desktop.mjs')).href;
  return ((await import(script)) as { findDesktopVscode: DesktopFinder }).findDesktopVscode();
}

const onDesktop = await findDesktop();

/** Used when the server of `host` is not available, or WAXSEAL_VSCODE=electron asks for it. */
export const desktop: Desktop | undefined = onDesktop && 'executable' in onDesktop ? onDesktop : undefined;

/** The same for tests inside the extension host, which run in either. */
export const needsExtensionHost: { readonly skip?: string } =
  onDesktop && 'reason' in onDesktop
    ? { skip: [needsHost.skip, onDesktop.reason].filter(Boolean).join('; ') }
    : {};
