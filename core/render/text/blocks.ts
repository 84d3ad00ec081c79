import type { Answer, Item } from '../../finding/index.js';
import type { Renderer } from '../renderer.js';

/** One block of text for each item, with an empty line between them, and no summary. */
export function blocksText<I extends Item, S>(block: (item: I, answer: Answer) => string): Renderer<I, S> {
  let between = '';
  return {
    begin: () => '',
    one: (item, answer) => {
      const text = between + block(item, answer);
      between = '\n';
      return text;
    },
    end: () => '',
  };
}
