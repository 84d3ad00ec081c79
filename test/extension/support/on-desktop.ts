import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import type { HostTests } from './in-host.js';
import { QUIET } from './server.js';
import type { Desktop } from './vscode-host.js';

/** Runs tests inside the extension host of a VS Code with a window; returns why they failed. */
export async function runOnDesktop({ executable }: Desktop, run: HostTests): Promise<string> {
  const { folder, extension, tests, env, settings } = run;
  // A short name: sockets are created below it, and a socket's path may have only about a hundred characters.
  const root = mkdtempSync(join(tmpdir(), 'vsc-'));
  mkdirSync(join(root, 'User'));
  writeFileSync(join(root, 'User', 'settings.json'), JSON.stringify({ ...QUIET, ...settings }));
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: extension,
      extensionTestsPath: tests,
      launchArgs: [
        folder,
        `--user-data-dir=${root}`,
        `--extensions-dir=${join(root, 'extensions')}`,
        '--disable-workspace-trust',
        '--disable-telemetry',
      ],
      extensionTestsEnv: env,
    });
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }
}
