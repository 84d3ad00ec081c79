import { Worker } from 'node:worker_threads';
import { mutatedInput } from './mutate.js';
import type { FuzzTarget } from './targets.js';
import type { FuzzOrder } from './worker.js';

/** The limits of one run. It ends at the first one that it reaches. */
export interface FuzzBounds {
  readonly seed: number;
  readonly iterations: number;
  readonly milliseconds: number;
}

/** The result of the run. A failure includes its input, so that it can be reproduced. */
export interface FuzzOutcome {
  readonly iterations: number;
  readonly failure?: { readonly message: string; readonly iteration: number; readonly input: Uint8Array };
}

const HEAP_MIB = 128;
// Long, because a thread on a busy machine may get no core for seconds.
const HANG_MILLISECONDS = 20_000;
const NOT_BEGUN = -1;
const LONGEST_START_MILLISECONDS = 120_000;

/**
 * Runs one target in a worker with a limited heap. Failures are: a crash, an undocumented error, an input that takes twenty
 * seconds, and a heap over 128 MiB.
 */
export async function fuzzTarget(target: FuzzTarget, bounds: FuzzBounds): Promise<FuzzOutcome> {
  const progress = new Int32Array(new SharedArrayBuffer(8));
  Atomics.store(progress, 0, NOT_BEGUN);
  const order: FuzzOrder = { target: target.name, progress, ...bounds };
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
  });
  const message = await ending(worker, progress);
  const iteration = Math.max(Atomics.load(progress, 0), 0);
  if (message === undefined && Atomics.load(progress, 1) === 1) return { iterations: iteration + 1 };
  const input = mutatedInput(target.seeds(), bounds.seed, iteration);
  return {
    iterations: iteration + 1,
    failure: { message: message ?? 'the worker ended early', iteration, input },
  };
}

function ending(worker: Worker, progress: Int32Array): Promise<string | undefined> {
  return new Promise((resolve) => {
    let last = NOT_BEGUN;
    const begun = performance.now();
    const watch = setInterval(() => {
      const now = Atomics.load(progress, 0);
      const mayStart = now === NOT_BEGUN && performance.now() - begun < LONGEST_START_MILLISECONDS;
      if (now === last && !mayStart) {
        resolve(`one input took more than ${HANG_MILLISECONDS / 1000} seconds`);
        void worker.terminate();
      }
      last = now;
    }, HANG_MILLISECONDS);
    worker.once('error', (error) => resolve(error.stack ?? String(error)));
    worker.once('exit', () => {
      clearInterval(watch);
      resolve(undefined);
    });
  });
}
