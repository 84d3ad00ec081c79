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

/** What every form of output needs to know besides the items. */
export interface RenderOptions {
  /** The version of this program. */
  readonly version: string;
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
