// A reproducible sample: the same seed gives the same mutants.

/** `count` of the mutants, in their original order. */
export function choose(mutants, count, seed) {
  const random = generator(seed);
  const drawn = mutants.map((mutant) => ({ mutant, lot: random() })).sort((a, b) => a.lot - b.lot);
  const chosen = new Set(drawn.slice(0, count).map(({ mutant }) => mutant));
  return mutants.filter((mutant) => chosen.has(mutant));
}

/** A key that identifies a mutant even if its line has moved. */
export function keyOf({ file, within, code, operator, from, to }) {
  return JSON.stringify([file, within, code, operator, from, to]);
}

// mulberry32
function generator(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
