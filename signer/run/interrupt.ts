/** A signal that the first Ctrl-C (SIGINT) aborts. The second one ends the process, as usual. */
export function onInterrupt(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}

/** The exit status after SIGINT (128 + 2). */
export const INTERRUPTED = 130;
