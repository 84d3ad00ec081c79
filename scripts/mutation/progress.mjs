// The results so far, so that a run that was ended early can go on.
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FILE = join('build', 'mutation', 'progress.jsonl');

/**
 * Opens the record of a run over `mutants` of `files`. With `resumes`, the results of an earlier run over the same
 * mutants of the same sources are set. Returns { left: the mutants without a result, add: records one }.
 */
export function openProgress(files, mutants, resumes) {
  const run = createHash('sha256');
  for (const { path, source } of files) run.update(path).update(source);
  for (const { number } of mutants) run.update(`${number}\n`);
  const head = run.digest('hex');
  const [first, ...lines] = resumes && existsSync(FILE) ? readFileSync(FILE, 'utf8').trim().split('\n') : [];
  const results = new Map(first === head ? lines.map((line) => JSON.parse(line)) : []);
  if (resumes && first !== head) console.log('there is no earlier run over these mutants; all are tried');
  mkdirSync(dirname(FILE), { recursive: true });
  if (first !== head) writeFileSync(FILE, `${head}\n`);
  for (const mutant of mutants) Object.assign(mutant, results.get(mutant.number));
  return {
    left: mutants.filter(({ number }) => !results.has(number)),
    add: ({ number, status, by }) => appendFileSync(FILE, `${JSON.stringify([number, { status, by }])}\n`),
  };
}
