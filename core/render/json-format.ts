import type { Item } from '../finding/index.js';
import { jsonDocument } from './json.js';
import type { Renderer } from './renderer.js';

/** A JSON document with one list that grows while the items come. */
export interface JsonParts<I extends Item, S> {
  /** Members before the list. */
  readonly head: Readonly<Record<string, unknown>>;
  /** What the list is called. */
  readonly list: string;
  /** An element of the list. */
  element(item: I): Record<string, unknown>;
  /** Members after the list. */
  tail(summary: S): Record<string, unknown>;
}

/** The JSON document of docs/json.md, written while the items come: byte for byte what `jsonDocument` makes of all. */
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

/** One element of the list as it stands in the document: cut out of a document that holds nothing else. */
function elementOf(value: Record<string, unknown>): string {
  const alone = jsonDocument({ list: [value] });
  return alone.slice(alone.indexOf('[') + 2, alone.lastIndexOf('\n  ]'));
}
