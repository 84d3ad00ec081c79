import type { Answer, Item, Language, Sentences } from '../finding/index.js';

/** The forms in which a command can answer. */
export const FORMATS = ['text', 'json', 'sarif', 'junit', 'markdown', 'html'] as const;

/** One of them. */
export type Format = (typeof FORMATS)[number];

/**
 * A form of output, written as the items come: what stands before the first, for each, and after the last. Every text it gives is
 * harmless wherever it is printed.
 */
export interface Renderer<I extends Item = Item, S = unknown> {
  begin(): string;
  one(item: I, answer: Answer): string;
  end(summary: S): string;
}

/** How the summary of a run is told. */
export interface SummaryWords<S> {
  /** Lines for people: what the run came to, and what was not reached. Harmless, without line breaks. */
  lines(summary: S): readonly string[];
  /** What must be said even where the summary is not: that there was nothing to look at, and what was not reached. */
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
  /** One or two words for what is looked at, as a heading: `Signatures`. */
  readonly heading: string;
  readonly summary: SummaryWords<S>;
  /** The sentences of the subjects whose findings may come. */
  readonly sentences: readonly Sentences[];
  readonly language?: Language;
}

/** The same, without the items that hold. */
export function onlyFailing<I extends Item, S>(renderer: Renderer<I, S>): Renderer<I, S> {
  return {
    ...renderer,
    one: (item, answer) => (answer === 'holds' ? '' : renderer.one(item, answer)),
  };
}
