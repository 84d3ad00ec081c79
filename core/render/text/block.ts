import { harmless } from '../../harmless/index.js';
import {
  adviceFor,
  attestsText,
  CHECK_NAMES,
  type Check,
  checkText,
  exemptText,
  holds,
  issuerText,
  logEntryText,
  meaning,
  signedAtText,
  signerText,
  type Verdict,
} from '../../verdict/index.js';
import { outcomeWord } from './outcome-word.js';

/** How a block is shown. */
export interface TextStyle {
  readonly colour: boolean;
  /** `short` leaves out the checks that passed. */
  readonly checks: 'short' | 'all';
  /** True when the command succeeds with this verdict: then there is nothing to do. */
  readonly holds?: boolean;
}

const WORDS: Record<Check['outcome'], string> = {
  passed: 'passed',
  failed: 'FAILED',
  'not-made': 'not made',
};
const NAME_WIDTH = Math.max(...CHECK_NAMES.map((name) => name.length));
const LABEL_WIDTH = 11;

/** One line `  label      text`, without line break. */
export function fact(label: string, text: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)} ${text}`;
}

function checkLines(checks: readonly Check[], style: TextStyle): string[] {
  const shown = style.checks === 'all' ? checks : checks.filter(({ outcome }) => outcome !== 'passed');
  const lines = shown.map(
    (check) => `    ${WORDS[check.outcome].padEnd(8)}  ${check.name.padEnd(NAME_WIDTH)}  ${checkText(check)}`,
  );
  if (checks.length === 0) return [];
  const passed = checks.filter(({ outcome }) => outcome === 'passed').length;
  const count = passed === checks.length ? `all ${passed} passed` : `${passed} of ${checks.length} passed`;
  return [fact('checks', count), ...lines];
}

/**
 * One block of text about one object, ending with a line break.
 * @param name what the person asked for, e.g. `HEAD~1`
 */
export function verdictText(verdict: Verdict, name: string, style: TextStyle): string {
  const { object, outcome, signer, signedAt, logEntry, checks } = verdict;
  const word = outcomeWord(outcome, style.colour);
  const asked = name === object.id ? '' : ` (${harmless(name)})`;
  const lines = [`${word}  ${object.type} ${object.id}${asked}`, `  ${meaning(verdict)}`];
  const exempt = exemptText(verdict);
  if (exempt !== undefined) lines.push(fact('exempt', exempt));
  const attests = attestsText(verdict);
  if (attests !== undefined && outcome !== 'invalid') lines.push(fact('attests', attests));
  if (signer) lines.push(fact('signer', signerText(verdict) ?? ''), fact('issuer', issuerText(signer)));
  if (signedAt && outcome !== 'invalid') lines.push(fact('signed', signedAtText(signedAt)));
  if (logEntry) lines.push(fact('log entry', logEntryText(logEntry)));
  lines.push(...checkLines(checks, style));
  const advice = adviceFor(verdict);
  if (advice && !(style.holds ?? holds(verdict))) lines.push(fact('hint', advice));
  return `${lines.join('\n')}\n`;
}
