// A VS Code with a window, for the tests inside the extension host on a developer's desktop, which need not be
// Debian.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const VERSION = '1.139.1';

/**
 * The program that $WAXSEAL_VSCODE_EXECUTABLE names, else a VS Code that @vscode/test-electron downloads into .cache/.
 * Returns { executable } or { reason }. Never throws.
 */
export async function findDesktopVscode() {
  const given = process.env.WAXSEAL_VSCODE_EXECUTABLE;
  if (given !== undefined)
    return existsSync(given)
      ? { executable: resolve(given) }
      : { reason: `WAXSEAL_VSCODE_EXECUTABLE: there is no ${given}` };
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY)
    return { reason: 'a desktop VS Code needs a display (run the tests under xvfb-run)' };
  try {
    const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
    const cachePath = resolve('.cache', 'vscode-desktop');
    return { executable: await downloadAndUnzipVSCode({ version: VERSION, cachePath }) };
  } catch (error) {
    return { reason: `VS Code ${VERSION} could not be downloaded: ${error.message}` };
  }
}
