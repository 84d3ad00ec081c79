import type { SetUpOutcome, SetUpResult } from '../../../inspect/set-up/index.js';

const WORDS: Readonly<Record<SetUpOutcome, string>> = {
  ok: 'ok',
  warn: 'warn',
  fail: 'FAIL',
  'not-made': 'not made',
};

/** `waxseal doctor` as text: a line for each check with its fix below, and a summary. */
export function doctorText(findings: readonly SetUpResult[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.map(({ check, outcome, detail, fix }) => {
    const line = `${WORDS[outcome].padEnd(8)}  ${check.padEnd(width)}  ${detail}`;
    return fix === undefined ? line : `${line}\n${' '.repeat(10 + width + 2)}fix: ${fix}`;
  });
  const count = (wanted: SetUpOutcome) => findings.filter(({ outcome }) => outcome === wanted).length;
  const summary =
    count('fail') + count('warn') === 0
      ? 'nothing is wrong'
      : `${count('fail')} wrong, ${count('warn')} to look at`;
  const left = count('not-made');
  return `${lines.join('\n')}\n\n${summary}${left === 0 ? '' : `; ${left} not made`}\n`;
}
