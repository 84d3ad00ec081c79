import { setPriority } from 'node:os';

// The thread gets about a third of a core while the editor needs that core, and all of it otherwise.
const NICE = 5;
let isBehind = false;

/**
 * Gives the editor's own threads priority. This cannot be undone for this thread. Only Linux has a priority for each thread
 * (setpriority(2), NOTES); on other systems the call would lower the priority of the whole editor.
 */
export function goBehind(): void {
  if (isBehind || process.platform !== 'linux') return;
  isBehind = true;
  try {
    setPriority(NICE);
  } catch {
    // If it fails, all threads keep the same priority.
  }
}
