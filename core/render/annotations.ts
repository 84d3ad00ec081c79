import { type Finding, findingText, type Item } from '../finding/index.js';
import { harmless } from '../harmless/index.js';
import { failureOf, subjectText } from './failure.js';
import { fileOf } from './place.js';
import type { RenderOptions } from './renderer.js';

/** GitHub shows at most this many annotations of one kind for a step. */
export const MOST_ANNOTATIONS = 10;

/** Text after the `::` of a workflow command (actions/toolkit, command.ts, escapeData). */
function data(text: string): string {
  return harmless(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property of a workflow command (escapeProperty). */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

const COMMAND = { error: 'error', warning: 'warning', note: 'notice' } as const;

function ofFinding(finding: Finding, { sentences, language }: RenderOptions): string {
  const { rule, level, at } = finding;
  const { start, end } = at?.range ?? {};
  const file = at && fileOf(at);
  const properties = [
    ...(file === undefined ? [] : [`file=${property(file)}`]),
    ...(start ? [`line=${start.line}`, `col=${start.column}`] : []),
    ...(end ? [`endLine=${end.line}`, `endColumn=${end.column}`] : []),
    `title=${property(rule)}`,
  ];
  const { message } = findingText(finding, sentences, language);
  return `::${COMMAND[level]} ${properties.join(',')}::${data(message)}\n`;
}

/** The workflow commands for what a run did not reach, one in each line. */
export function remarkAnnotations<S>(summary: S, { heading, summary: words }: RenderOptions<S>): string[] {
  return words.remarks(summary).map((line) => `::notice title=${property(heading)}::${data(line)}\n`);
}

/**
 * The workflow commands that make GitHub Actions show an item that does not hold, one in each line (docs.github.com, workflow
 * commands).
 */
export function annotations(item: Item, options: RenderOptions): string[] {
  const { verdict, findings } = item;
  const found = findings.filter(({ ignored }) => !ignored).map((finding) => ofFinding(finding, options));
  if (!verdict || (found.length > 0 && verdict.outcome === 'verified')) return found;
  const { rule, message } = failureOf(verdict);
  const title = property(`${verdict.outcome}: ${rule}`);
  return [`::error title=${title}::${data(`${subjectText(item)}: ${message}`)}\n`, ...found];
}
