import { isMap, type Node, type YAMLMap } from 'yaml';
import type { Step } from './schema.js';
import { findWord, namesOf, type Place, parseLoosely } from './tree.js';

/** What the user is writing at the cursor. */
export interface Cursor {
  /** The part of the text that is the word at the cursor. */
  readonly start: number;
  readonly end: number;
  /** The tree that contains this word. */
  readonly root: Node;
  /** The path from the top to the mapping of a field, or to the value. */
  readonly path: readonly Step[];
  readonly role: 'key' | 'value';
  /** True when `path` has no value yet, so that any kind of value may begin here. */
  readonly fresh: boolean;
  /** The other fields of this mapping. */
  readonly present: readonly string[];
  /** Whether a colon follows. */
  readonly hasColon: boolean;
  /** Whether only white space and dashes stand before the word on its line. */
  readonly ownLine: boolean;
  /** The text that must come before the word so that it continues a list. */
  readonly dash: '' | '- ';
  /** How many columns the word is to the right of the line's white space. */
  readonly inset: number;
}

const BREAKS = /[\s"'[\]{},]/;
/** Takes the place of the word while the text is parsed. It gets longer if the text already contains it. */
const STAND_IN = 'cursor9f3a';

function wordAround(text: string, offset: number): { start: number; end: number; hasColon: boolean } {
  let [start, end] = [offset, offset];
  while (start > 0 && !BREAKS.test(text[start - 1] ?? ' ')) start--;
  while (end < text.length && !BREAKS.test(text[end] ?? ' ')) end++;
  const hasColon = end > start && text[end - 1] === ':';
  return { start, end: hasColon ? end - 1 : end, hasColon };
}

function standIn(text: string): string {
  let most = -1;
  for (const [, zeros = ''] of text.matchAll(new RegExp(`${STAND_IN}(0*)`, 'g')))
    most = Math.max(most, zeros.length);
  return STAND_IN + '0'.repeat(most + 1);
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** A field that is not aligned with the others does not belong to their mapping. */
function isAligned({ map, role }: Place, text: string, start: number): boolean {
  if (role === 'value' || !isMap(map) || map.flow) return true;
  const others = map.items.map(({ key }) => (key as Node | null)?.range?.[0]);
  const column = columnOf(text, start);
  return others.every((at) => at === undefined || at === start || columnOf(text, at) === column);
}

function othersIn(map: YAMLMap | undefined, word: string): string[] {
  return map ? namesOf(map).filter((name) => name !== word) : [];
}

/** What is written at an offset of a text. Undefined in comments, inside longer values, and when the text is too large. */
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
