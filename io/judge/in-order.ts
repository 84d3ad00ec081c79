// Enough signatures under way for every core; few enough that memory does not grow with the history.
const UNDER_WAY = 64;

/**
 * What `work` makes of each item, in the order of the items, with up to 64 under way at once. Reading stops while that
 * many wait, and when the reader of the results stops or `signal` says so.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
  signal?: AbortSignal,
): AsyncGenerator<Result, void, undefined> {
  const underWay: Promise<Result>[] = [];
  for await (const item of items) {
    if (signal?.aborted) return;
    const result = work(item);
    // Awaited in its turn; one that fails earlier must not end the process before.
    result.catch(() => {});
    underWay.push(result);
    const first = underWay.length < UNDER_WAY ? undefined : underWay.shift();
    if (first) yield await first;
  }
  for (const result of underWay) {
    if (signal?.aborted) return;
    yield await result;
  }
}
