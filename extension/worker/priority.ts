import { setPriority } from 'node:os';

// About a third of a core's time while the editor wants the same core; all of it while nobody does.
const NICE = 5;
let isBehind = false;

/**
 * Lets the editor's own threads go first from now on: this thread cannot get its priority back. On Linux alone a thread
 * has one of its own (setpriority(2), NOTES); elsewhere it would be the editor's that falls.
 */
export function goBehind(): void {
  if (isBehind || process.platform !== 'linux') return;
  isBehind = true;
  try {
    setPriority(NICE);
  } catch {
    // Then all are equal.
  }
}
