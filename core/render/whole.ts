import type { Item } from '../finding/index.js';
import type { Renderer } from './renderer.js';

/** A form of output that is one piece: it is written when all items are there. */
export function wholeRenderer<I extends Item, S>(text: () => string): Renderer<I, S> {
  return { begin: () => '', one: () => '', end: text };
}
