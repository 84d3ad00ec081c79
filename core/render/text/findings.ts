import { type Finding, findingText, type Item } from '../../finding/index.js';
import { harmless } from '../../harmless/index.js';
import { findingCounts, findingLine } from '../finding-lines.js';
import type { Renderer, RenderOptions } from '../renderer.js';

/** How to show findings to a person. */
export interface FindingTextOptions<S> extends RenderOptions<S> {
  /** What to say about an item without findings. */
  readonly nothing: string;
  /** Whether each finding is followed by what to do about it. */
  readonly remedies?: boolean;
}

/** For people: every finding in one line that a terminal can jump to, and for each item a last line with the summary. */
export function findingsText<S>(options: FindingTextOptions<S>): Renderer<Item, S> {
  const { nothing, remedies = false, sentences, language } = options;
  const lines = (finding: Finding) => {
    const line = findingLine(finding, options);
    const { remedy } = findingText(finding, sentences, language);
    return remedies && !finding.ignored ? `${line}\n  ${harmless(remedy)}\n` : `${line}\n`;
  };
  return {
    begin: () => '',
    one: ({ name, findings }) =>
      `${findings.map(lines).join('')}${harmless(name)}: ${findingCounts(findings) ?? nothing}\n`,
    end: (summary) =>
      options.summary
        .remarks(summary)
        .map((line) => `${line}\n`)
        .join(''),
  };
}
