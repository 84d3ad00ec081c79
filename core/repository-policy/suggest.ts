/** The most edits that still look like a typing mistake. More are not counted. */
const MOST_EDITS = 2;

/**
 * The number of edits (insert, delete, replace, swap of neighbours) from one word to another; undefined when there are more
 * than two.
 */
function distance(a: string, b: string): number | undefined {
  if (Math.abs(a.length - b.length) > MOST_EDITS) return undefined;
  let [start, end] = [0, 0];
  const shorter = Math.min(a.length, b.length);
  while (start < shorter && a[start] === b[start]) start++;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return distanceInside(a.slice(start, a.length - end), b.slice(start, b.length - end));
}

/** The same for the middle parts, without the common beginning and end. */
function distanceInside(a: string, b: string): number | undefined {
  let [before, row] = [[] as number[], Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= a.length; i++) {
    // Further from the diagonal, there are already more than two edits.
    const from = Math.max(1, i - MOST_EDITS);
    const next: number[] = [];
    next[from - 1] = from === 1 ? i : MOST_EDITS + 1;
    let least = next[from - 1] ?? 0;
    for (let j = from; j <= Math.min(b.length, i + MOST_EDITS); j++) {
      const same = a[i - 1] === b[j - 1];
      const [above = MOST_EDITS, left = MOST_EDITS, diagonal = MOST_EDITS] = [
        row[j],
        next[j - 1],
        row[j - 1],
      ];
      let best = Math.min(above + 1, left + 1, diagonal + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? MOST_EDITS) + 1);
      next[j] = best;
      least = Math.min(least, best);
    }
    if (least > MOST_EDITS) return undefined;
    [before, row] = [row, next];
  }
  return row[b.length];
}

/** The known word that is closest to a word, if one is close enough to be meant. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > 64) return undefined;
  const lower = word.toLowerCase();
  return [...known]
    .flatMap((name) => {
      const edits = distance(lower, name.toLowerCase());
      const most = Math.min(MOST_EDITS, Math.floor(name.length / 2));
      return edits === undefined || edits > most ? [] : [{ name, edits }];
    })
    .sort((a, b) => a.edits - b.edits)[0]?.name;
}

/** `; did you mean "subject"?` for a word close to a known one, else nothing. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const near = nearest(word, known);
  return near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`;
}
