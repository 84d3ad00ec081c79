// Mutants without a visible effect: a list for each folder, in equivalent/, with the reason for each mutant.
import { existsSync, readFileSync } from 'node:fs';

/**
 * Sets `equivalent`, the reason, on each listed mutant. Entries are matched by content, not by line number: { file,
 * within: function, code: the line, change: "from -> to", reason, second: how a second review confirmed it }.
 * Returns { stale }: entries that match no mutant of the folders, or lack one of the two reasons.
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
