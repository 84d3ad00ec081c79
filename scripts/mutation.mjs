#!/usr/bin/env node
// Changes the sources in small ways and counts how many changes the tests notice. The operators are in
// mutation/operators.mjs.
// usage: node scripts/mutation.mjs [--folder F]... [--sample N | --all] [--seed N] [--again] [--resume] [--jobs N]
// Without --folder, all folders of mutation/folders.mjs are tried. --again tries only the mutants that survived the
// last run, --resume goes on with a run that was ended early. build/mutation/results.json has all results, build/mutation/survivors.txt the survivors. Exits with 1
// below 95 % or if the list of equivalent mutants is wrong, with 2 if the tests fail without any change.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { FOLDERS } from './mutation/folders.mjs';

const { values } = parseArgs({
  options: {
    folder: { type: 'string', multiple: true },
    sample: { type: 'string', default: '2000' },
    all: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    again: { type: 'boolean', default: false },
    resume: { type: 'boolean', default: false },
    jobs: { type: 'string', default: '2' },
  },
});
const folders = values.folder ?? [...FOLDERS.keys()];
const unknown = folders.filter((folder) => !FOLDERS.has(folder));
if (unknown.length > 0) {
  console.error(`no such folder: ${unknown.join(', ')}; there are: ${[...FOLDERS.keys()].join(', ')}`);
  process.exit(2);
}

ensureInstalled();
const { collect } = await import('./mutation/collect.mjs');
const { readEquivalents } = await import('./mutation/equivalent.mjs');
const { choose, keyOf } = await import('./mutation/choose.mjs');
const { makeTrees } = await import('./mutation/trees.mjs');
const { BaselineError, tryMutants } = await import('./mutation/try.mjs');
const { openProgress } = await import('./mutation/progress.mjs');
const { report } = await import('./mutation/report.mjs');

const RESULTS = join('build', 'mutation', 'results.json');
const files = collect(folders);
const mutants = files.flatMap((file) => file.mutants);
const { stale } = readEquivalents(folders, mutants);
const seed = Number(values.seed);
const chosen = values.again
  ? previous(mutants)
  : choose(mutants, values.all ? mutants.length : Number(values.sample), seed);
console.log(
  `${mutants.length} mutants, ${chosen.length} of them tried${values.again ? ' again' : ` (seed ${seed})`}`,
);
const progress = openProgress(files, chosen, values.resume);
if (values.resume) console.log(`${progress.left.length} of them have no result yet`);
const trees = await makeTrees(files, folders, Number(values.jobs));
try {
  await tryMutants(trees, progress.left, (line) => console.log(line), progress.add);
} catch (error) {
  if (!(error instanceof BaselineError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
} finally {
  trees.remove();
}
if (process.exitCode !== 2) {
  const { text, survivors, holds } = report(chosen, stale);
  mkdirSync(join('build', 'mutation'), { recursive: true });
  writeFileSync(RESULTS, `${JSON.stringify({ seed, folders, mutants: chosen }, undefined, 1)}\n`);
  writeFileSync(join('build', 'mutation', 'survivors.txt'), survivors);
  console.log(text);
  process.exitCode = holds ? 0 : 1;
}

function previous(all) {
  const lived = JSON.parse(readFileSync(RESULTS, 'utf8')).mutants.filter(({ status }) => status !== 'killed');
  const keys = new Set(lived.map(keyOf));
  return all.filter((mutant) => keys.has(keyOf(mutant)));
}
