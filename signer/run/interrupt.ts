/** A signal that a first Ctrl-C (SIGINT) aborts; the second one ends the process as it always does. */
export function onInterrupt(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}

/** The exit status of a program that SIGINT ended (128 + 2). */
export const INTERRUPTED = 130;
