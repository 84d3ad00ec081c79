import type { Item } from '../finding/index.js';
import { jsonDocument } from './json.js';
import type { Renderer } from './renderer.js';

/** A JSON document with one list, to which items are added as they come. */
export interface JsonParts<I extends Item, S> {
  /** Members before the list. */
  readonly head: Readonly<Record<string, unknown>>;
  /** The name of the list. */
  readonly list: string;
  /** An element of the list. */
  element(item: I): Record<string, unknown>;
  /** Members after the list. */
  tail(summary: S): Record<string, unknown>;
}

/** The JSON document of docs/json.md, written as the items come. Its bytes are those that `jsonDocument` writes for the whole. */
export function jsonRenderer<I extends Item, S>(parts: JsonParts<I, S>): Renderer<I, S> {
  const { list } = parts;
  const head = jsonDocument({ ...parts.head, [list]: [] });
  let between = '\n';
  return {
    begin: () => head.slice(0, head.lastIndexOf(']')),
    one: (item) => {
      const text = between + elementOf(parts.element(item));
      between = ',\n';
      return text;
    },
    end: (summary) => {
      const whole = jsonDocument({ [list]: [], ...parts.tail(summary) });
      const close = whole.slice(whole.indexOf('[]') + 1);
      return `${between === '\n' ? '' : '\n  '}${close}`;
    },
  };
}

/** One element of the list as it is in the document: we write a document with only this element, and cut it out. */
function elementOf(value: Record<string, unknown>): string {
  const alone = jsonDocument({ list: [value] });
  return alone.slice(alone.indexOf('[') + 2, alone.lastIndexOf('\n  ]'));
}
