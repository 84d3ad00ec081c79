/**
 * The result of `read`, which makes an error for each of many mistakes in hostile text. Such an error has no stack: nobody
 * reads it, and to record it takes longer than all else. Throws what `read` throws.
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
