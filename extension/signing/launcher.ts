import { constants } from 'node:fs';
import { access, chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { makeDirectory } from '../../io/make-directory.js';
import { homeOf } from '../../io/run-directory.js';
import { type LauncherParts, launcherText, readLauncher } from './launcher-text.js';

/**
 * The path of the program that git starts. It is in the user's data directory ($XDG_DATA_HOME, ~/.local/share;
 * ~/Library/Application Support; %LOCALAPPDATA%), because the folder of an extension changes with every version.
 */
export function launcherPath(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const home = homeOf(env);
  const set = env['XDG_DATA_HOME'];
  const base =
    set !== undefined && isAbsolute(set)
      ? set
      : platform === 'darwin'
        ? join(home, 'Library', 'Application Support')
        : platform === 'win32'
          ? (env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'))
          : join(home, '.local', 'share');
  return join(base, 'waxseal', 'bin', 'waxseal');
}

/**
 * Writes the launcher atomically. It does nothing when the launcher there has the same text, or belongs to a newer version of
 * the extension that still exists (in another editor).
 * @throws the system's error
 */
export async function writeLauncher(path: string, parts: LauncherParts): Promise<void> {
  const wanted = launcherText(parts);
  const before = await readFile(path, 'utf8').catch(() => undefined);
  if (before === wanted || (before !== undefined && (await isNewer(before, parts)))) return;
  makeDirectory(dirname(path), 0o700);
  // It may be of a time when it was made with the mode of the umask.
  await chmod(dirname(path), 0o700);
  const temporary = `${path}.${process.pid}`;
  try {
    await writeFile(temporary, wanted, { mode: 0o755 });
    await chmod(temporary, 0o755);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** {@link writeLauncher}, but only if a launcher exists: it may point to a folder that is gone. */
export async function keepLauncher(path: string, parts: LauncherParts): Promise<void> {
  try {
    await access(path, constants.F_OK);
  } catch {
    return;
  }
  await writeLauncher(path, parts);
}

async function isNewer(text: string, { version }: LauncherParts): Promise<boolean> {
  const there = readLauncher(text);
  if (!there || compareVersions(there.version, version) <= 0) return false;
  try {
    await access(there.program, constants.R_OK);
    await access(there.node, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (left?.[index] || 0) - (right?.[index] || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
