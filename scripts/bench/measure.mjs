// Interleaved measuring: both sides run in turns, so that a busy moment affects both.
import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';

const LONGEST_RUN_MS = 180_000;

/**
 * Runs `ours` and `theirs` ({ program, args, options?, before? }) in `pairs` turns, after one unmeasured turn. The
 * order changes every turn. `before` is not timed and may return options that replace the given ones. Returns {
 * ours, theirs } (median milliseconds), `ratio` (of the medians), `pairs`, and `load`: the machine's load average
 * of the last minute at the end. Throws if a run fails.
 */
export function compare({ ours, theirs, pairs }) {
  const times = alternate({ ours, theirs, pairs });
  const result = { ours: median(times.ours), theirs: median(times.theirs), pairs };
  return { ...result, ratio: result.ours / result.theirs, load: loadavg()[0] };
}

/**
 * The times of `compare` in milliseconds, in the order of the turns: { ours, theirs }. `after` is called after each tenth of
 * the pairs, with how many are done. Throws if a run fails.
 */
export function alternate({ ours, theirs, pairs, after = () => undefined }) {
  const step = Math.ceil(pairs / 10);
  const times = { ours: [], theirs: [] };
  for (let turn = 0; turn <= pairs; turn += 1) {
    const order = turn % 2 === 0 ? ['ours', 'theirs'] : ['theirs', 'ours'];
    for (const side of order) {
      const taken = timed(side === 'ours' ? ours : theirs);
      if (turn > 0) times[side].push(taken);
    }
    if (turn > 0 && turn % step === 0) after(turn);
  }
  return times;
}

function timed({ program, args, options, before }) {
  const used = before?.() ?? options;
  const start = process.hrtime.bigint();
  const run = spawnSync(program, args, { ...used, encoding: 'utf8', timeout: LONGEST_RUN_MS });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (run.status !== 0)
    throw new Error(`${program} ${args.join(' ')}: exit ${run.status}: ${run.stderr || run.error}`);
  return milliseconds;
}

/** The median of numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
