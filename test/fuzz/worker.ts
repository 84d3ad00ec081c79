import { workerData } from 'node:worker_threads';
import { mutatedInput } from './mutate.js';
import { TARGETS } from './targets.js';

/** What run-target.ts hands over. `progress[0]` is the iteration under way, so that a hang can be named. */
export interface FuzzOrder {
  readonly target: string;
  readonly seed: number;
  readonly iterations: number;
  /** performance.now() of this worker after which no further iteration is begun. */
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
// Node 20 deadlocks where a thread ends while code of it is being optimised and wants memory: only its event loop, which is
// kept alive here for that long, gives it some.
await new Promise((resolve) => setTimeout(resolve, 300));
Atomics.add(order.progress, 1, 1);
