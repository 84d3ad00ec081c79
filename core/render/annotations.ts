import { appendFileSync, statSync } from 'node:fs';
import type { HistorySummary, NamedVerdict } from '../../inspect/basis/index.js';
import { harmless } from '../harmless/index.js';
import { signerText } from '../verdict/index.js';
import { failureOf, objectText } from './failure.js';
import type { VerdictFormat } from './format.js';
import { markdownText } from './markdown.js';
import { summaryText } from './text/summary-text.js';

// GitHub shows ten annotations of a kind for a step, and takes one mebibyte of summary.
const ANNOTATIONS = 10;
const ROWS = 100;
const LARGEST_SUMMARY = 1 << 20;

/** Text after the `::` of a workflow command (actions/toolkit, command.ts, escapeData). */
function data(text: string): string {
  return harmless(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property of a workflow command (escapeProperty). */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function annotation(named: NamedVerdict): string {
  const { rule, message } = failureOf(named.verdict);
  const title = property(`${named.verdict.outcome}: ${rule}`);
  return `::error title=${title}::${data(`${objectText(named)}: ${message}`)}\n`;
}

function tableRow({ name, verdict, raw }: NamedVerdict): string {
  const { rule, message } = failureOf(verdict);
  const cells = [
    verdict.outcome,
    objectText({ name, verdict, ...(raw && { raw }) }),
    signerText(verdict) ?? verdict.key ?? '',
    `${rule}: ${message}`,
  ];
  return `| ${cells.map(markdownText).join(' | ')} |\n`;
}

/** The page of the step: what a run came to and a table of what does not hold, in Markdown. */
export function stepSummary(failing: readonly NamedVerdict[], summary: HistorySummary, more: number): string {
  const lines = summaryText(summary).trimEnd().split('\n').map(markdownText);
  const head = `### Signatures\n\n${lines.join('\n\n')}\n`;
  if (failing.length === 0) return `${head}\n`;
  const table = `\n| outcome | object | signer | reason |\n|---|---|---|---|\n${failing.map(tableRow).join('')}`;
  return `${head}${table}${more > 0 ? `\nand ${more} more that do not hold\n` : ''}\n`;
}

/** The step's page is an extra: where it cannot be written the verdicts stand all the same. */
function append(file: string, text: string): void {
  try {
    if (statSync(file).size + Buffer.byteLength(text) < LARGEST_SUMMARY) appendFileSync(file, text);
  } catch {
    return;
  }
}

/** Adds to a form of output for people what GitHub Actions shows beside it: annotations, and the page of the step. */
export function withAnnotations(format: VerdictFormat, env: NodeJS.ProcessEnv): VerdictFormat {
  const failing: NamedVerdict[] = [];
  let more = 0;
  return {
    begin: format.begin,
    one: (named, holds) => {
      if (!holds && failing.length < ROWS) failing.push(named);
      else if (!holds) more += 1;
      return format.one(named, holds);
    },
    end: (summary) => {
      const page = env['GITHUB_STEP_SUMMARY'];
      if (page) append(page, stepSummary(failing, summary, more));
      return format.end(summary) + failing.slice(0, ANNOTATIONS).map(annotation).join('');
    },
  };
}
