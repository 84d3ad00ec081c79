// The report at the end of a run.
import { describe } from './try.mjs';

const NEEDED = 0.95;
const MOST_EQUIVALENT = 0.03;

/**
 * Returns { text, survivors: one line each, holds }. `holds` is false if an entry of the list is stale or a test
 * kills it.
 */
export function report(mutants, stale) {
  const folders = [...new Set(mutants.map(({ folder }) => folder))];
  const rows = folders.map((folder) => [
    folder,
    scoreOf(mutants.filter((mutant) => mutant.folder === folder)),
  ]);
  const total = scoreOf(mutants);
  const wrong = mutants.filter(({ equivalent, status }) => equivalent !== undefined && status === 'killed');
  const complaints = [
    ...stale.map(
      ({ file, code, change }) => `stale: the list of equivalent mutants names ${file}: ${code}: ${change}`,
    ),
    ...wrong.map((mutant) => `not equivalent, ${mutant.by} notices it: ${describe(mutant)}`),
    ...(total.equivalent > MOST_EQUIVALENT * total.all
      ? ['the list names more than 3 % of the mutants as equivalent']
      : []),
  ];
  const survivors = mutants.filter(
    ({ equivalent, status }) => equivalent === undefined && status !== 'killed',
  );
  return {
    text: [...[...rows, ['together', total]].map(row), ...complaints].join('\n'),
    survivors: survivors.map((mutant) => `${describe(mutant)}\n`).join(''),
    holds: complaints.length === 0 && total.score >= NEEDED,
  };
}

function scoreOf(mutants) {
  const equivalent = mutants.filter((mutant) => mutant.equivalent !== undefined).length;
  const killed = mutants.filter(
    (mutant) => mutant.equivalent === undefined && mutant.status === 'killed',
  ).length;
  const late = mutants.filter(({ by }) => by === 'time').length;
  const missed = mutants.filter(
    (mutant) => mutant.equivalent === undefined && mutant.status === 'not reached',
  ).length;
  const counted = mutants.length - equivalent;
  return {
    all: mutants.length,
    equivalent,
    killed,
    late,
    missed,
    score: counted === 0 ? 1 : killed / counted,
  };
}

function row([name, { all, equivalent, killed, late, missed, score }]) {
  const lived = all - equivalent - killed - missed;
  const percent = `${(Math.floor(score * 1000) / 10).toFixed(1)} %`;
  return `${name.padEnd(18)} ${percent.padStart(7)}  ${killed} killed (${late} by time), ${lived} survived, ${missed} not reached, ${equivalent} equivalent`;
}
