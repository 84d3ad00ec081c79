#!/usr/bin/env node
// Feeds mutated input to every parser that reads bytes from outside.
// usage: node scripts/fuzz.mjs [--seconds N] [--seed N] [--target NAME]     default: 40 seconds over all targets
// A failing input is written to .cache/fuzz. The same seed finds it again.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { transpile } from './transpile.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '40' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    target: { type: 'string' },
  },
});
await transpile();
const { TARGETS } = await load('targets');
const { fuzzTarget } = await load('run-target');

const targets = TARGETS.filter(({ name }) => values.target === undefined || name === values.target);
if (targets.length === 0) {
  console.error(`no such target; there are: ${TARGETS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const seed = Number(values.seed);
const milliseconds = (Number(values.seconds) * 1000) / targets.length;
console.log(
  `seed ${seed}, ${(milliseconds / 1000).toFixed(1)} seconds for each of ${targets.length} targets`,
);
let failures = 0;
for (const target of targets) {
  const { iterations, failure } = await fuzzTarget(target, { seed, iterations: 2 ** 31 - 1, milliseconds });
  console.log(`${failure === undefined ? 'held' : 'FAILED'}  ${target.name.padEnd(20)} ${iterations} inputs`);
  if (failure === undefined) continue;
  failures += 1;
  const file = join('.cache', 'fuzz', `${target.name}-${seed}-${failure.iteration}.bin`);
  mkdirSync(join('.cache', 'fuzz'), { recursive: true });
  writeFileSync(file, failure.input);
  console.log(
    `  iteration ${failure.iteration}, input in ${file}\n  ${failure.message.replaceAll('\n', '\n  ')}`,
  );
}
process.exit(failures === 0 ? 0 : 1);

function load(name) {
  return import(pathToFileURL(join('build', 'test', 'fuzz', `${name}.js`)).href);
}
