import { appendFileSync, statSync } from 'node:fs';
import type { Item } from '../../core/finding/index.js';
import {
  annotations,
  type Format,
  MOST_ANNOTATIONS,
  markdownPage,
  type Renderer,
  type RenderOptions,
  remarkAnnotations,
} from '../../core/render/index.js';

// GitHub accepts a summary of at most 1 MiB.
const ROWS = 100;
const LARGEST_SUMMARY = 1 << 20;

/** The step's page is an extra: if it cannot be written, the command still gives its answers. */
function append(file: string, text: string): void {
  try {
    if (statSync(file).size + Buffer.byteLength(text) < LARGEST_SUMMARY) appendFileSync(file, text);
  } catch {
    return;
  }
}

/**
 * In GitHub Actions, adds annotations and the page of the step to the text form. Leaves everything else as it is.
 */
export function withAnnotations<I extends Item, S>(
  renderer: Renderer<I, S>,
  format: Format,
  options: RenderOptions<S>,
  env: NodeJS.ProcessEnv,
): Renderer<I, S> {
  if (env['GITHUB_ACTIONS'] !== 'true' || format !== 'text') return renderer;
  const failing: I[] = [];
  let more = 0;
  return {
    begin: renderer.begin,
    one: (item, answer) => {
      if (answer !== 'holds' && failing.length < ROWS) failing.push(item);
      else if (answer !== 'holds') more += 1;
      return renderer.one(item, answer);
    },
    end: (summary) => {
      const page = env['GITHUB_STEP_SUMMARY'];
      if (page) append(page, markdownPage(failing, summary, more, options));
      const failures = failing.flatMap((item) => annotations(item, options)).slice(0, MOST_ANNOTATIONS);
      const remarks = remarkAnnotations(summary, options).slice(0, MOST_ANNOTATIONS);
      return renderer.end(summary) + [...failures, ...remarks].join('');
    },
  };
}
