import { type Finding, findingText, type Sentences } from '../finding/index.js';

/** A finding about one file as `waxseal policy check --format json` tells it (docs/json.md). */
export interface ProblemJson {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The line of what it is about besides. */
  readonly relatedLine?: number;
}

/** What docs/json.md calls a problem; a note counts as a warning. */
export function problemJson(finding: Finding, sentences: readonly Sentences[]): ProblemJson {
  const { rule, level, at, related } = finding;
  const { line, column } = at?.range?.start ?? { line: 1, column: 1 };
  const relatedLine = related?.[0]?.range?.start.line;
  return {
    severity: level === 'error' ? 'error' : 'warning',
    code: rule,
    line,
    column,
    message: findingText(finding, sentences).message,
    ...(relatedLine !== undefined && { relatedLine }),
  };
}
