/**
 * What `work` makes of each item, in the order of the items, with up to `most` under way at once. Reading stops while that
 * many wait, and when the reader of the results stops or `signal` says so.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
  most: number,
  signal?: AbortSignal,
): AsyncGenerator<Result, void, undefined> {
  const underWay: Promise<Result>[] = [];
  for await (const item of items) {
    if (signal?.aborted) return;
    const result = work(item);
    // Awaited in its turn; one that fails earlier must not end the process before.
    result.catch(() => {});
    underWay.push(result);
    const first = underWay.length < most ? undefined : underWay.shift();
    if (first) yield await first;
  }
  for (const result of underWay) {
    if (signal?.aborted) return;
    yield await result;
  }
}
