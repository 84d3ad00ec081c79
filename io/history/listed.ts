import type { ObjectFormat } from '../../core/git/index.js';

// The largest number of names that are looked up at once.
const MOST_NAMES = 100;

/** Full ids, which need no look-up, or names. */
type Batch = { readonly whole: string[] } | { readonly names: string[] };

/** Groups lines into batches, in their order. Empty lines are ignored. */
export function* listed(lines: readonly string[], format: ObjectFormat): Generator<Batch> {
  const id = format === 'sha1' ? /^[0-9a-f]{40}$/ : /^[0-9a-f]{64}$/;
  let batch: Batch | undefined;
  for (const line of lines) {
    if (line === '') continue;
    if (id.test(line)) {
      if (!batch || !('whole' in batch)) {
        if (batch) yield batch;
        batch = { whole: [] };
      }
      batch.whole.push(line);
      continue;
    }
    if (!batch || 'whole' in batch || batch.names.length === MOST_NAMES) {
      if (batch) yield batch;
      batch = { names: [] };
    }
    batch.names.push(line);
  }
  if (batch) yield batch;
}
