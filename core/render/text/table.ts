import { formatTime } from '../../encoding/index.js';
import type { JudgedItem } from '../../finding/index.js';
import { harmless } from '../../harmless/index.js';
import { checkText, decidingCheck, exemptText, isSound, meaning, type Verdict } from '../../verdict/index.js';
import { outcomeWord } from './outcome-word.js';
import { shortId } from './short-id.js';
import { cell, wrapped } from './width.js';

/** How rows are shown. */
export interface TableStyle {
  readonly colour: boolean;
  /** Columns of the terminal; rows need at least {@link NARROWEST}. */
  readonly width: number;
}

/** The width of rows when the output is no terminal, or the terminal is narrower. */
export const NARROWEST = 80;
const WIDEST = 160;

const OUTCOME_WIDTH = 10;
const ID_WIDTH = 10;
const DATE_WIDTH = 11;
const INDENT = OUTCOME_WIDTH + 1;
const REASON_LINES = 3;

function day(seconds: number): string {
  return formatTime(seconds).slice(0, 10);
}

/** The proven day of the signature; else, with a question mark, the day that the object states for itself. */
function dateText({ signedAt, outcome }: Verdict, stated: number | undefined): string {
  if (isSound(outcome) && (signedAt?.source === 'rekor' || signedAt?.source === 'timestamp'))
    return day(signedAt.time);
  return stated === undefined ? '' : `${day(stated)}?`;
}

function signerText({ signer, key, outcome, lightweightTag }: Verdict): string {
  if (lightweightTag !== undefined) return ''; // whoever signed the commit did not sign the tag
  const who = harmless(signer?.subject || key || '');
  return who !== '' && (outcome === 'invalid' || outcome === 'incomplete') ? `${who}?` : who;
}

function calledText({ name, subject, title = '' }: JudgedItem): string {
  const called = name === subject.id ? '' : harmless(name);
  const said = harmless(title);
  return called && said ? `${called}: ${said}` : called || said;
}

/** Why a row does not say `verified`, or that its tag is not signed, in lines below it; none when the outcome says why. */
function reasonLines(verdict: Verdict, holds: boolean, width: number): string[] {
  const said = [verdict.lightweightTag === undefined ? undefined : meaning(verdict), why(verdict, holds)];
  const indent = ' '.repeat(INDENT);
  return said
    .filter((text) => text !== undefined)
    .flatMap((text) => wrapped(text, width - INDENT, REASON_LINES))
    .map((line) => indent + notACommand(line));
}

function why(verdict: Verdict, holds: boolean): string | undefined {
  const { exempt, outcome, checks } = verdict;
  if (outcome === 'verified' || (holds && !exempt)) return undefined;
  const check = decidingCheck(checks);
  return exempt ? `exempt ${exemptText(verdict)}` : check && checkText(check);
}

/** A build server reads a line that begins with two colons as a command, also when we broke the line there. */
function notACommand(line: string): string {
  return line.startsWith('::') ? `\\x3a${line.slice(1)}` : line;
}

/**
 * One row: outcome, id, date, signer or key, subject; below it the reason when it is not verified. A question mark shows that
 * a date or signer is only claimed.
 */
export function rowText(item: JudgedItem, holds: boolean, style: TableStyle): string {
  const { verdict, statedTime } = item;
  const width = Math.min(WIDEST, Math.max(NARROWEST, style.width));
  const room = width - OUTCOME_WIDTH - ID_WIDTH - DATE_WIDTH - 4;
  const signerWidth = Math.min(36, Math.floor(room * 0.45));
  const row = [
    outcomeWord(verdict.outcome, style.colour) + ' '.repeat(OUTCOME_WIDTH - verdict.outcome.length),
    shortId(verdict.object.id),
    cell(dateText(verdict, statedTime), DATE_WIDTH),
    cell(signerText(verdict), signerWidth, 'middle'),
    cell(calledText(item), room - signerWidth),
  ];
  const lines = [row.join(' ').trimEnd(), ...reasonLines(verdict, holds, width)];
  return `${lines.join('\n')}\n`;
}
