import { closeSync, readdirSync, readFileSync } from 'node:fs';

const CLOSE_ON_EXEC = 0o2000000;

/**
 * Closes what whoever started us left open: as long as we hold a pipe, the program at its other end waits. All that Node
 * opens for itself is marked to be closed in children, and what came through `exec` cannot be (open(2), proc(5)). Node's
 * spawn lets nothing through but on Linux.
 */
export function closeInherited(): void {
  if (process.platform !== 'linux') return;
  for (const fd of readdirSync('/proc/self/fd').map(Number)) {
    if (fd <= 2) continue;
    try {
      const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))?.[1];
      if (flags !== undefined && (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0) closeSync(fd);
    } catch {
      // The descriptor the directory was read with.
    }
  }
}
