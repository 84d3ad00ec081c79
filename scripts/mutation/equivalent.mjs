// Mutants that change nothing anybody can see: a list for each folder, in equivalent/, with the reason for each.
import { existsSync, readFileSync } from 'node:fs';

/**
 * Gives each mutant that is listed its `equivalent`: the reason. Entries are found by what they say, not by line numbers:
 * { file, within: function, code: the line, change: "from -> to", reason, second: what the second look at it was }.
 * Returns { stale }: entries that name no mutant of the folders, or lack one of the two reasons.
 */
export function readEquivalents(folders, mutants) {
  const stale = [];
  for (const folder of folders) {
    const list = new URL(`equivalent/${folder.replaceAll('/', '-')}.json`, import.meta.url);
    for (const entry of existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []) {
      const named = mutants.filter((mutant) => isNamed(mutant, entry));
      if (named.length === 0 || !entry.reason || !entry.second) stale.push(entry);
      for (const mutant of named) mutant.equivalent = entry.reason;
    }
  }
  return { stale };
}

function isNamed({ file, within, code, from, to }, entry) {
  return (
    file === entry.file &&
    within === entry.within &&
    code === entry.code &&
    `${from} -> ${to}` === entry.change
  );
}
