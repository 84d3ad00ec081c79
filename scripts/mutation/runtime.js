// What every changed source imports. The file at ORDER holds a number, the mutant that is on; or a path: which mutants a
// process reaches is then written there, at once, since a process may be killed.
import { appendFileSync, readFileSync } from 'node:fs';

const order = readFileSync('ORDER', 'utf8');
const on = /^\d+$/.test(order) ? Number(order) : -1;
const reached = order !== '' && on < 0 ? new Set() : undefined;

export function mutated(number) {
  if (reached !== undefined && !reached.has(number)) {
    reached.add(number);
    appendFileSync(order, `${number}\n`);
  }
  return number === on;
}
