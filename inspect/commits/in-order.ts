/** How much work may run at once: the number of items, and their total weight. A single item may be heavier. */
export interface UnderWay<Item> {
  readonly most: number;
  readonly heaviest: number;
  readonly weigh: (item: Item) => number;
}

/**
 * The result of `work` for each item, in the order of the items. At most `limit` items run at once; no further item
 * is read until one is done. Reading ends when the reader of the results stops or `signal` is aborted.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
  { most, heaviest, weigh }: UnderWay<Item>,
  signal?: AbortSignal,
): AsyncGenerator<Result, void, undefined> {
  const underWay: { readonly result: Promise<Result>; readonly weight: number }[] = [];
  let sum = 0;
  for await (const item of items) {
    if (signal?.aborted) return;
    const result = work(item);
    // It is awaited in its turn. If it fails before that, the process must not end.
    result.catch(() => {});
    const weight = weigh(item);
    underWay.push({ result, weight });
    sum += weight;
    while (underWay.length >= most || (sum > heaviest && underWay.length > 0)) {
      const first = underWay.shift();
      if (!first) break;
      yield await first.result;
      sum -= first.weight;
    }
  }
  for (const { result } of underWay) {
    if (signal?.aborted) return;
    yield await result;
  }
}
