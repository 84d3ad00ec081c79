import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startSandbox } from '../../sandbox/index.js';
import { type Fault, faultsOf } from '../../support/fault-injection/run.js';
import { TestInstance } from '../../support/instance.js';
import { random } from '../../support/random.js';
import { attempt, type Prepared, prepare } from './attempt.js';
import { CHANGING } from './changes.js';
import type { World } from './job.js';
import { SIGNING } from './sign.js';
import { JUDGING } from './verdicts.js';

// Each call of a job fails in turn, in each way: thousands of runs (`.ci/long faults`). Otherwise a few calls of each job fail.
const ALL = process.env['WAXSEAL_FAULTS'] === 'all';
const SEED = Number(process.env['WAXSEAL_FAULT_SEED'] ?? '1');
const OF_EACH_JOB = 2;

let world: World;
before(async () => {
  world = { sandbox: await startSandbox(), instance: new TestInstance() };
});
after(() => world.sandbox.stop());

/** The faults to try: all, or a sample in which each call is as likely as any other. */
function chosen({ whole }: Prepared, seed: number): Fault[] {
  if (ALL) return whole.calls.flatMap(faultsOf);
  const { pick } = random(seed);
  return Array.from({ length: OF_EACH_JOB }, () => pick(faultsOf(pick(whole.calls))));
}

describe('if a call of the system fails, nothing is broken, better or unsaid', { concurrency: 2 }, () => {
  for (const [at, job] of [...SIGNING, ...JUDGING, ...CHANGING].entries())
    test(job.name, async () => {
      const place = await job.make(world);
      try {
        const prepared = await prepare(job, place);
        const wrong: string[] = [];
        for (const fault of chosen(prepared, SEED + at)) wrong.push(...(await attempt(prepared, fault)));
        assert.equal(wrong.join('\n'), '');
      } finally {
        await place.remove();
      }
    });
});
