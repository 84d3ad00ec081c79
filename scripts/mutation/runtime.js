// Every changed source imports this file. The file at ORDER contains a number, the active mutant, or a path. With a
// path, the numbers of the mutants that a process reaches are written there, at once, because a process may be
// killed.
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
