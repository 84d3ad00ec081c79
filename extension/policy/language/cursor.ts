import { isMap, type Node, type YAMLMap } from 'yaml';
import type { Step } from './schema.js';
import { findWord, namesOf, type Place, parseLoosely } from './tree.js';

/** What is being written at the cursor. */
export interface Cursor {
  /** The part of the text that stands for the word being written. */
  readonly start: number;
  readonly end: number;
  /** The tree with that word in it. */
  readonly root: Node;
  /** From the top to the mapping a field is written in, or to the value that is written. */
  readonly path: readonly Step[];
  readonly role: 'key' | 'value';
  /** True where nothing else stands at `path` yet, so that any kind of value may begin. */
  readonly fresh: boolean;
  /** The other fields of the mapping. */
  readonly present: readonly string[];
  /** A colon follows. */
  readonly hasColon: boolean;
  /** Nothing of the line is before the word but white space and dashes. */
  readonly ownLine: boolean;
  /** What must come before the word so that it continues a list. */
  readonly dash: '' | '- ';
  /** How many columns the word stands right of the line's white space. */
  readonly inset: number;
}

const BREAKS = /[\s"'[\]{},]/;
/** Stands for the word while the text is parsed; made longer where the text has it. */
const STAND_IN = 'cursor9f3a';

function wordAround(text: string, offset: number): { start: number; end: number; hasColon: boolean } {
  let [start, end] = [offset, offset];
  while (start > 0 && !BREAKS.test(text[start - 1] ?? ' ')) start--;
  while (end < text.length && !BREAKS.test(text[end] ?? ' ')) end++;
  const hasColon = end > start && text[end - 1] === ':';
  return { start, end: hasColon ? end - 1 : end, hasColon };
}

function standIn(text: string): string {
  let word = STAND_IN;
  while (text.includes(word)) word += '0';
  return word;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** A field that does not stand below the others of its mapping is none of them. */
function isAligned({ map, role }: Place, text: string, start: number): boolean {
  if (role === 'value' || !isMap(map) || map.flow) return true;
  const others = map.items.map(({ key }) => (key as Node | null)?.range?.[0]);
  const column = columnOf(text, start);
  return others.every((at) => at === undefined || at === start || columnOf(text, at) === column);
}

function othersIn(map: YAMLMap | undefined, word: string): string[] {
  return map ? namesOf(map).filter((name) => name !== word) : [];
}

/** What is written at an offset of a text; undefined in comments, inside longer values, and where the text is too large. */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  const { start, end, hasColon } = wordAround(text, offset);
  if (offset > end) return undefined;
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const ownLine = /^[ ]*(?:- +)*$/.test(line);
  const rest = text.slice(end).split('\n', 1)[0] ?? '';
  const word = standIn(text);
  const colon = ownLine && !hasColon && /^\s*(?:#.*)?$/.test(rest) ? ':' : '';
  const white = /^ */.exec(line)?.[0].length ?? 0;
  for (const dash of ownLine && !line.includes('-') && !hasColon ? (['', '- '] as const) : ([''] as const)) {
    const root = parseLoosely(`${text.slice(0, start)}${dash}${word}${colon}${text.slice(end)}`);
    if (!root) return undefined;
    const place = findWord(root, ({ value }) => value === word);
    if (!place) continue;
    const changed = text.slice(0, start) + dash + word;
    if (!isAligned(place, changed, start + dash.length)) continue;
    const present = othersIn(place.map, word);
    const { path, role } = place;
    return {
      start,
      end,
      root,
      path,
      role,
      fresh: role === 'value' || (present.length === 0 && colon !== ''),
      present,
      hasColon,
      ownLine,
      dash,
      inset: line.length - white,
    };
  }
  return undefined;
}
