import type { Answer, Item, Sentences } from '../finding/index.js';
import type { Language } from '../verdict/index.js';

/** The forms in which a command can answer. */
export const FORMATS = ['text', 'json', 'sarif', 'junit', 'markdown', 'html'] as const;

/** One of them. */
export type Format = (typeof FORMATS)[number];

/**
 * A form of output, written as the items come: the text before the first item, for each item, and after the last. Every text
 * can be printed anywhere.
 */
export interface Renderer<I extends Item = Item, S = unknown> {
  begin(): string;
  one(item: I, answer: Answer): string;
  end(summary: S): string;
}

/** How to word the summary of a run. */
export interface SummaryWords<S> {
  /** Lines for people: the result of the run, and what was not reached. Harmless, without line breaks. */
  lines(summary: S): readonly string[];
  /** What must be said even without the summary: that there was nothing to check, and what was not reached. */
  remarks(summary: S): readonly string[];
  /** The same as data, for machines. */
  facts(summary: S): Record<string, unknown>;
}

/** What every form of output needs to know besides the items. */
export interface RenderOptions<S = unknown> {
  /** The version of this program. */
  readonly version: string;
  /** The command that answers, as reports name it: `waxseal verify`. */
  readonly command: string;
  /** One or two words for the checked things, as a heading: `Signatures`. */
  readonly heading: string;
  readonly summary: SummaryWords<S>;
  /** The sentences of the subjects whose findings may come. */
  readonly sentences: readonly Sentences[];
  readonly language?: Language;
}

/** The same renderer, without the items that hold. */
export function onlyFailing<I extends Item, S>(renderer: Renderer<I, S>): Renderer<I, S> {
  return {
    ...renderer,
    one: (item, answer) => (answer === 'holds' ? '' : renderer.one(item, answer)),
  };
}
