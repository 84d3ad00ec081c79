import { linkSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';

/** After this a lock is stale whoever holds it. */
const LONGEST_HELD_MS = 20_000;

/**
 * Takes a lock file, which holds the process id of its holder. A lock whose holder is gone is broken.
 * @returns what gives it back; undefined while somebody else holds it
 */
export function takeLock(path: string): (() => void) | undefined {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid), { mode: 0o600 });
  try {
    // A link appears with its content, and only one can.
    linkSync(own, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    breakStale(path);
    return undefined;
  } finally {
    unlinkSync(own);
  }
  const { ino } = statSync(path);
  return () => {
    if (inode(path) === ino) unlinkSync(path);
  };
}

function breakStale(path: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    const before = statSync(path);
    if (!isStale(path, before.mtimeMs)) return;
    renameSync(path, aside);
    // Somebody else may have broken it first and taken it: then that one goes back.
    if (statSync(aside).ino !== before.ino) linkSync(aside, path);
    unlinkSync(aside);
  } catch {
    // gone, or another one's turn
  }
}

function isStale(path: string, since: number): boolean {
  if (Math.abs(Date.now() - since) > LONGEST_HELD_MS) return true;
  const pid = Number(readFileSync(path, 'latin1'));
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function inode(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}
