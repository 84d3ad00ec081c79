import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VscodeHost } from './vscode-host.js';

/** How a server is to be started. */
export interface ServerOptions {
  readonly host: VscodeHost;
  /** Added to a minimal environment. The extension host and its git inherit it. */
  readonly env?: Readonly<Record<string, string>>;
  /** The user's settings, added to quiet default ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The extension under test: a VSIX to install, or a folder to link. */
  readonly extension: string;
  /** True: VS Code asks for Workspace Trust. False: everything is trusted. */
  readonly asksForTrust?: boolean;
  /** Accepts extension tests named in the address, and shows no notifications. */
  readonly runsTests?: boolean;
  /** Built-in extensions that are disabled. */
  readonly without?: readonly string[];
}

/** A running VS Code server. */
export interface Server {
  /** Its home directory. Extensions are installed below `ext`. */
  readonly root: string;
  readonly port: number;
  readonly origin: string;
  /** The address of the workbench with a folder (absolute path) or workspace file. */
  url(folder?: string, payload?: readonly (readonly [string, string])[]): string;
  /** What the server printed. */
  log(): string;
  stop(): Promise<void>;
}

/** Settings that switch off everything that is not tested. */
export const QUIET = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'chat.disableAIFeatures': true,
  'workbench.tips.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on',
  'workbench.editor.useModal': 'off',
  'workbench.colorTheme': 'Default Dark Modern',
  'window.commandCenter': false,
  'workbench.quickOpen.closeOnFocusLost': false,
};

/** Starts VS Code's server on a free port with its own home. The caller stops it. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { host, extension, asksForTrust = false, runsTests = false } = options;
  const root = mkdtempSync(join(tmpdir(), 'vscode-'));
  const folder = (...parts: string[]) => {
    const path = join(root, ...parts);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const [data, extensions, home, temporary] = [folder('data'), folder('ext'), folder('home'), folder('tmp')];
  const trust = asksForTrust
    ? { 'security.workspace.trust.startupPrompt': 'always', 'security.workspace.trust.banner': 'always' }
    : {};
  writeFileSync(
    join(folder('data', 'User'), 'settings.json'),
    JSON.stringify({
      ...QUIET,
      'security.workspace.trust.enabled': asksForTrust,
      ...trust,
      ...options.settings,
    }),
  );
  const args = [
    host.server,
    ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
    ...['--server-data-dir', root, '--user-data-dir', data, '--extensions-dir', extensions],
    ...['--telemetry-level', 'off', '--disable-experiments', '--force-disable-user-env'],
    ...(asksForTrust ? [] : ['--disable-workspace-trust']),
    ...(runsTests ? ['--enable-smoke-test-driver'] : []),
    ...(options.without ?? []).flatMap((id) => ['--disable-extension', id]),
  ];
  const env = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: home,
    LANG: 'C.UTF-8',
    SHELL: '/bin/sh',
    GIT_CONFIG_NOSYSTEM: '1',
    ...options.env,
    TMPDIR: temporary,
    XDG_RUNTIME_DIR: temporary,
  };
  install(extension, { host, root, data, extensions, env });
  const child = spawn(host.node, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let said = '';
  const port = await listening(child, (text) => {
    said += text;
    return said;
  });
  const origin = `http://127.0.0.1:${port}`;
  return {
    root,
    port,
    origin,
    url: (opened, payload = []) => {
      const url = new URL(`${origin}/`);
      if (opened !== undefined)
        url.searchParams.set(opened.endsWith('.code-workspace') ? 'workspace' : 'folder', opened);
      url.searchParams.set('payload', JSON.stringify([['skipWelcome', 'true'], ...payload]));
      return url.toString();
    },
    log: () => said,
    stop: () => stop(child, root),
  };
}

interface InstallTarget {
  readonly host: VscodeHost;
  readonly root: string;
  readonly data: string;
  readonly extensions: string;
  readonly env: NodeJS.ProcessEnv;
}

/** VS Code installs a VSIX as for a user. A folder is only linked, under the name that VS Code would give it. */
function install(extension: string, { host, root, data, extensions, env }: InstallTarget): void {
  if (extension.endsWith('.vsix')) {
    const places = ['--server-data-dir', root, '--user-data-dir', data, '--extensions-dir', extensions];
    const args = [host.server, '--accept-server-license-terms', ...places, '--install-extension', extension];
    execFileSync(host.node, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000 });
    return;
  }
  const { publisher, name, version } = JSON.parse(
    readFileSync(join(extension, 'package.json'), 'utf8'),
  ) as Readonly<Record<'publisher' | 'name' | 'version', string>>;
  symlinkSync(extension, join(extensions, `${publisher}.${name}-${version}`), 'junction');
}

function listening(child: ChildProcess, collect: (text: string) => string): Promise<number> {
  return new Promise((resolve, reject) => {
    const take = (chunk: Buffer) => {
      const port = /Extension host agent listening on (\d+)/.exec(collect(chunk.toString()))?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the VS Code server ended with ${code}: ${collect('')}`)));
  });
}

async function stop(child: ChildProcess, root: string): Promise<void> {
  const kill = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // It has ended.
    }
  };
  const ended = new Promise((resolve) => child.once('exit', resolve));
  kill('SIGTERM');
  const late = setTimeout(() => kill('SIGKILL'), 5000);
  if (child.exitCode === null) await ended;
  clearTimeout(late);
  kill('SIGKILL');
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
}
