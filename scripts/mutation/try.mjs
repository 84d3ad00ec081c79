// Finds out, for each mutant, whether a test notices it.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runTest } from './run-test.mjs';

const KNOWN = join('.cache', 'mutation', 'reached.json');
const UNLIMITED = 600;

/** A test fails, or takes forever, without any change. */
export class BaselineError extends Error {
  name = 'BaselineError';
}

/**
 * Sets `status` of each mutant: 'killed', 'survived' or 'not reached', and `by`: the test that noticed it, or
 * 'time' if a test took several times its normal time. Only the tests of its own folder are tried. `known` is called
 * with each mutant that has a result. @throws BaselineError
 */
export async function tryMutants(trees, mutants, say, known) {
  const tests = await findReach(trees, say);
  const kills = new Map();
  let done = 0;
  const started = performance.now();
  await inParallel(trees.all, mutants, async (tree, mutant) => {
    const own = trees.byFolder.get(mutant.folder);
    const reaching = tests.filter(({ name, reached }) => own.has(name) && reached.has(mutant.number));
    mutant.status = reaching.length === 0 ? 'not reached' : 'survived';
    for (const test of bestFirst(reaching, mutant.file)) {
      const [processor, clock] = [3 * test.seconds + 3, 8 * test.seconds + 8];
      const { status, output } = await runTest(tree, test.name, String(mutant.number), processor, clock);
      const count = countOf(mutant.file, test);
      count.runs += 1;
      if (status === 'passed') continue;
      count.kills += 1;
      mutant.status = 'killed';
      mutant.by = status === 'timeout' ? 'time' : `${test.name}: ${output.split('\n')[0]}`;
      break;
    }
    done += 1;
    known(mutant);
    if (mutant.status !== 'killed' && !mutant.equivalent) say(describe(mutant));
    if (done % 100 === 0)
      say(`${done} of ${mutants.length}, ${((performance.now() - started) / 1000).toFixed(0)} s`);
  });

  // First the tests that are fast and that have killed many mutants of the same file.
  function bestFirst(reaching, file) {
    const cost = (test) => {
      const count = countOf(file, test);
      return (test.seconds * (count.runs + 1)) / (count.kills + 0.5);
    };
    return reaching
      .map((test) => ({ test, cost: cost(test) }))
      .sort((a, b) => a.cost - b.cost)
      .map(({ test }) => test);
  }

  function countOf(file, { name }) {
    const key = `${file} ${name}`;
    if (!kills.has(key)) kills.set(key, { runs: 0, kills: 0 });
    return kills.get(key);
  }
}

/** One line about a mutant. */
export function describe({ file, line, operator, from, to, status, within }) {
  return `${status}: ${file}:${line} ${within} ${operator} ${from} -> ${to}`;
}

// [{ name, seconds, reached: Set of numbers }]. The last result is used again if nothing that a test depends on has
// changed.
async function findReach({ all, tests, digests }, say) {
  const known = existsSync(KNOWN) ? JSON.parse(readFileSync(KNOWN, 'utf8')) : {};
  const found = [];
  const failed = [];
  await inParallel(all, tests, async (tree, name) => {
    const key = digests.get(name);
    known[key] ??= await measure(tree, name, (reason) => failed.push(reason));
    if (known[key] !== undefined)
      found.push({ name, seconds: known[key].seconds, reached: new Set(known[key].reached) });
  });
  const kept = Object.fromEntries([...digests.values()].map((key) => [key, known[key]]));
  mkdirSync(dirname(KNOWN), { recursive: true });
  writeFileSync(KNOWN, JSON.stringify(kept));
  if (failed.length > 0) throw new BaselineError(failed.join('\n'));
  say(
    `${found.length} files of tests, ${found.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(0)} s without a change`,
  );
  return found;
}

async function measure(tree, name, sayFailed) {
  const file = join(tree.dir, 'reached');
  writeFileSync(file, '');
  const { status, seconds, output } = await runTest(tree, name, file, UNLIMITED);
  if (status !== 'passed') {
    sayFailed(`${name}: ${status} without any change\n${output}`);
    return undefined;
  }
  const numbers = readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number);
  rmSync(file);
  return { seconds, reached: [...new Set(numbers)] };
}

async function inParallel(trees, items, task) {
  const todo = [...items];
  await Promise.all(
    trees.map(async (tree) => {
      for (let item = todo.shift(); item !== undefined; item = todo.shift()) await task(tree, item);
    }),
  );
}
