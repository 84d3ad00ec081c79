/**
 * Runs `read` and returns its result. The errors that `read` makes have no stack: hostile text can cause very many of them, and
 * recording a stack takes longer than everything else. Throws what `read` throws.
 */
export function withoutStacks<T>(read: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return read();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
