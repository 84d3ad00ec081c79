// How sure a median is: an interval by drawing the same values again and again (the bootstrap, B. Efron 1979).
import { median } from './measure.mjs';

const DRAWS = 4000;

/** { middle, low, high }: the median of the numbers and its 95 % interval. The same numbers always give the same interval. */
export function medianInterval(numbers) {
  const random = generator(1);
  const medians = Array.from({ length: DRAWS }, () =>
    median(numbers.map(() => numbers[Math.floor(random() * numbers.length)])),
  ).sort((a, b) => a - b);
  return {
    middle: median(numbers),
    low: medians[Math.floor(0.025 * DRAWS)],
    high: medians[Math.ceil(0.975 * DRAWS) - 1],
  };
}

// Park and Miller's generator (CACM 1988): the product stays below 2^53.
function generator(seed) {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
