import { counts, type Finding, findingText } from '../finding/index.js';
import { harmless } from '../harmless/index.js';
import { placeText } from './place.js';
import type { RenderOptions } from './renderer.js';

/** `place: level: message [RULE]`, or that the finding is ignored; one harmless line without its line break. */
export function findingLine(finding: Finding, { sentences, language }: RenderOptions): string {
  const { rule, level, at, ignored } = finding;
  const { message } = findingText(finding, sentences, language);
  const where = at ? `${placeText(at)}: ` : '';
  const word = ignored ? `ignored ${level}` : level;
  const why = ignored ? ` (${harmless(ignored.reason)})` : '';
  return `${where}${word}: ${harmless(message)} [${rule}]${why}`;
}

/** `2 errors, 1 warning`, and how many are ignored; undefined where nothing was found. */
export function findingCounts(findings: readonly Finding[]): string | undefined {
  const heard = findings.filter((finding) => counts(finding, 'note'));
  const texts = (['error', 'warning', 'note'] as const).flatMap((level) => {
    const number = heard.filter((finding) => finding.level === level).length;
    return number === 0 ? [] : [`${number} ${level}${number === 1 ? '' : 's'}`];
  });
  const ignored = findings.length - heard.length;
  if (ignored > 0) texts.push(`${ignored} ignored`);
  return texts.length > 0 ? texts.join(', ') : undefined;
}
