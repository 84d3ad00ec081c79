import {
  linkSync,
  lstatSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';

/** After this time a lock is stale, whether or not its holder is alive. */
const LONGEST_HELD_MS = 20_000;

/**
 * Takes a lock file, which contains the process id of its holder. A stale lock is removed, so that the next try can
 * take it.
 * @returns a function that releases the lock; undefined while another process holds it
 * @throws Error of the file system; then nothing is left behind
 */
export function takeLock(path: string): (() => void) | undefined {
  const own = `${path}.${process.pid}`;
  let ino: number;
  try {
    writeFileSync(own, String(process.pid), { mode: 0o600 });
    ino = statSync(own).ino;
    // A hard link appears together with its content, and only one process can create it.
    linkSync(own, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    breakStale(path);
    return undefined;
  } finally {
    rmSync(own, { force: true });
  }
  return () => {
    if (inode(path) === ino) rmSync(path, { force: true });
  };
}

/** Whether something else than a file is in the place of a lock: nobody holds it, and it stays. */
export function isNoFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === false;
}

function breakStale(path: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    const before = statSync(path);
    if (!isStale(path, before.mtimeMs)) return;
    renameSync(path, aside);
    // Another process may have removed the lock first and taken it: then put that lock back.
    if (statSync(aside).ino !== before.ino) linkSync(aside, path);
    unlinkSync(aside);
  } catch {
    // the lock is gone, or another process has it
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
