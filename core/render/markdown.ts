import type { Item } from '../finding/index.js';
import { harmless } from '../harmless/index.js';
import { signerText } from '../verdict/index.js';
import { failuresOf, outcomeWord, subjectText } from './failure.js';
import type { Renderer, RenderOptions } from './renderer.js';

/**
 * Text from outside for a cell of a Markdown table. Everything but letters, digits and spaces becomes a character reference,
 * which is never markup, a link or a mention (CommonMark 0.31, section 2.5).
 */
export function markdownText(text: string): string {
  return harmless(text).replace(/[!-/:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const HEAD = '\n| outcome | object | signer | reason |\n|---|---|---|---|\n';

function row(item: Item, options: RenderOptions): string {
  const { verdict } = item;
  const why = failuresOf(item, options).map(({ rule, message }) => `${rule}: ${message}`);
  const cells = [
    outcomeWord(item),
    subjectText(item),
    (verdict && (signerText(verdict) ?? verdict.key)) ?? '',
    why.join('; '),
  ];
  return `| ${cells.map(markdownText).join(' | ')} |\n`;
}

/** The summary of a run and a table of what does not hold, in Markdown: the page of a step of GitHub Actions. */
export function markdownPage<S>(
  failing: readonly Item[],
  summary: S,
  more: number,
  options: RenderOptions<S>,
): string {
  const lines = options.summary.lines(summary).map(markdownText);
  const head = `### ${options.heading}\n\n${lines.join('\n\n')}\n`;
  if (failing.length === 0) return `${head}\n`;
  const table = HEAD + failing.map((item) => row(item, options)).join('');
  return `${head}${table}${more > 0 ? `\nand ${more} more that do not hold\n` : ''}\n`;
}

/** Markdown (CommonMark with GitHub's tables): one row for each item, and the summary of the run below. */
export function markdownRenderer<S>(options: RenderOptions<S>): Renderer<Item, S> {
  let rows = 0;
  return {
    begin: () => `### ${options.heading}\n`,
    one: (item) => {
      rows += 1;
      return (rows === 1 ? HEAD : '') + row(item, options);
    },
    end: (summary) => `\n${options.summary.lines(summary).map(markdownText).join('\n\n')}\n`,
  };
}
