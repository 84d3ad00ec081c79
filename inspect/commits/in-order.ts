/** How much may be under way at once: items, and what they weigh together. One alone may weigh more. */
export interface UnderWay<Item> {
  readonly most: number;
  readonly heaviest: number;
  readonly weigh: (item: Item) => number;
}

/**
 * What `work` makes of each item, in the order of the items, with as many under way at once as `limit` says. Reading stops
 * while that many wait, and when the reader of the results stops or `signal` says so.
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
    // Awaited in its turn; one that fails earlier must not end the process before.
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
