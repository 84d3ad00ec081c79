// All mutants of some folders.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findMutants } from './source.mjs';

/**
 * The sources of the folders: [{ path, source, first, mutants }], where `first` is the number of the file's first
 * mutant. Each mutant is a result of `findMutants` with its `number`, `folder` and `file`.
 */
export function collect(folders) {
  let first = 0;
  return folders.flatMap((folder) =>
    filesOf(folder).map((path) => {
      const source = readFileSync(path, 'utf8');
      const found = findMutants(path, source);
      const mutants = found.map((mutant, i) => ({ number: first + i, folder, file: path, ...mutant }));
      const file = { path, source, first, mutants };
      first += found.length;
      return file;
    }),
  );
}

function filesOf(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((name) => name.endsWith('.ts'))
    .sort();
}
