import { workerData } from 'node:worker_threads';
import { mutatedInput } from './mutate.js';
import { TARGETS } from './targets.js';

/** What run-target.ts passes. `progress[0]` is the current iteration, so that a hang can be located. */
export interface FuzzOrder {
  readonly target: string;
  readonly seed: number;
  readonly iterations: number;
  /** The time (performance.now() of this worker) after which no further iteration starts. */
  readonly milliseconds: number;
  readonly progress: Int32Array;
}

const order = workerData as FuzzOrder;
const target = TARGETS.find(({ name }) => name === order.target);
if (target === undefined) throw new Error(`there is no fuzz target ${order.target}`);
const inputs = target.seeds();
for (const input of inputs) await target.run(input);

const started = performance.now();
for (let iteration = 0; iteration < order.iterations; iteration += 1) {
  if (iteration % 64 === 0 && performance.now() - started > order.milliseconds) break;
  Atomics.store(order.progress, 0, iteration);
  try {
    await target.run(mutatedInput(inputs, order.seed, iteration));
  } catch (error) {
    if (!target.refusals.some((refusal) => error instanceof refusal)) throw error;
  }
}
// Node 20 deadlocks when a thread ends while its code is being optimised and needs memory. Only the event loop gives that
// memory; this timer keeps it alive long enough.
await new Promise((resolve) => setTimeout(resolve, 300));
Atomics.add(order.progress, 1, 1);
