import type { Node } from 'yaml';
import { findingText, type Place as TextPlace } from '../../../core/finding/index.js';
import { readRepositoryPolicy } from '../../../core/repository-policy/editing.js';
import { type PolicyFinding, policyMessage } from '../../../core/signer-policy/index.js';
import type { Language } from '../../../core/verdict/language.js';
import { POLICY_FILE_NAME } from '../file.js';
import type { FoundMistake } from '../reading-calls.js';
import { correctionOf } from './fixes.js';
import { findWord, type Place, parseLoosely } from './tree.js';

/** The offset at which each line of a text begins. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function placeAt(starts: readonly number[], offset: number): TextPlace {
  const line = starts.findLastIndex((start) => start <= offset) + 1;
  return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
}

function endOf(text: string, start: number, place: Place | undefined): number {
  const end = place?.scalar.range?.[1] ?? 0;
  const line = /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? '';
  const comment = line.search(/\s#/);
  const ofLine = start + (comment < 0 ? line : line.slice(0, comment)).trimEnd().length;
  return end > start ? Math.min(end, Math.max(ofLine, start + 1)) : ofLine;
}

function found(
  text: string,
  root: Node | null | undefined,
  starts: readonly number[],
  finding: PolicyFinding,
  words: (finding: PolicyFinding) => string,
): FoundMistake {
  const { line, column } = finding.at?.range?.start ?? { line: 1, column: 1 };
  const start = (starts[line - 1] ?? 0) + column - 1;
  const place = findWord(root, ({ range }) => range?.[0] === start);
  // The word at the beginning of an unreachable rule is only its first field, but the problem is the whole rule.
  const meant = finding.rule === 'POLICY_UNREACHABLE_RULE' ? undefined : place;
  const correction = correctionOf(text, root, finding, place);
  const end = placeAt(starts, endOf(text, start, meant));
  return {
    ...finding,
    at: { kind: 'file', id: POLICY_FILE_NAME, range: { start: { line, column }, end } },
    message: words(finding),
    ...(correction && { fix: { ...correction, needsNetwork: false } }),
  };
}

/** How a finding is worded. German sentences are loaded only when they are needed. */
async function wordsIn(language: Language): Promise<(finding: PolicyFinding) => string> {
  if (language === 'en') return policyMessage;
  const { POLICY_SENTENCES_IN_GERMAN } = await import('../../../core/signer-policy/german/index.js');
  return (finding) => findingText(finding, [POLICY_SENTENCES_IN_GERMAN], language).message;
}

/** The problems that `waxseal policy check` finds in a text, each with its end and its fix. @param now Unix seconds */
export async function check(text: string, now: number, language: Language = 'en'): Promise<FoundMistake[]> {
  const { findings } = await readRepositoryPolicy(text, POLICY_FILE_NAME, now);
  if (findings.length === 0) return [];
  const words = await wordsIn(language);
  const root = parseLoosely(text);
  const starts = lineStarts(text);
  return findings.map((finding) => found(text, root, starts, finding, words));
}
