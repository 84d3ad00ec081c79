/** Several things that are asked for at once, in their order; each is asked for whatever becomes of the others before it. */
export async function* inOrder<T>(asked: readonly Promise<readonly T[]>[]): AsyncGenerator<T> {
  // One that fails while an earlier one is still awaited is an answer for later, and not a crash.
  for (const one of asked) one.catch(() => undefined);
  for (const one of asked) yield* await one;
}

/** The same items, of which each is also given to `note`. */
export async function* noted<T>(items: AsyncIterable<T>, note: (item: T) => void): AsyncGenerator<T> {
  for await (const item of items) {
    note(item);
    yield item;
  }
}
