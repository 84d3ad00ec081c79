import type { Work } from '../signer-policy/work.js';
import { ANY_NAME } from './spelling.js';

// `*` stays in one segment, `**` does not. Two stars and a slash are any number of whole segments with their slashes.

/** A pattern cut into wildcards and single characters. */
export function pieces(pattern: string): string[] {
  return [...pattern.matchAll(/(?<=^|\/)\*\*\/|\*\*|\*|\?|[^*?]+/g)].flatMap(([part]) =>
    /^[*?]/.test(part) ? [part] : Array.from(part),
  );
}

/** The text before the first and after the last wildcard: every name that matches begins and ends with it. */
export function literalEnds(pattern: string): { readonly start: string; readonly end: string } {
  const first = pattern.search(/[*?]/);
  const last = Math.max(pattern.lastIndexOf('*'), pattern.lastIndexOf('?'));
  const end = pattern.slice(last + 1);
  // In two stars and a slash, the slash belongs to the stars: together they may match nothing.
  const folders = /(?:^|\/)\*\*$/.test(pattern.slice(0, last + 1)) && end.startsWith('/');
  return { start: pattern.slice(0, first), end: folders ? end.slice(1) : end };
}

function skips(piece: string | undefined): boolean {
  return piece === '*' || piece === '**' || piece === '**/';
}

/** Whether the piece matches this character, and whether it may match more. */
function takes(piece: string | undefined, character: string): 'stay' | 'next' | 'both' | undefined {
  if (piece === '**/') return character === '/' ? 'both' : 'stay';
  if (piece === '**') return 'stay';
  if (piece === '*') return character === '/' ? undefined : 'stay';
  if (piece === '?') return character === '/' ? undefined : 'next';
  return piece === character ? 'next' : undefined;
}

/** All positions that some name of one segment can lead to from these positions. */
function afterAnyName(parts: readonly string[], from: readonly number[], work: Work | undefined): number[] {
  const reached = new Set(from);
  // The loop also reaches what is added to the set while it runs.
  for (const at of reached) {
    work?.spend(1);
    if (at < parts.length && parts[at] !== '/') reached.add(at + 1);
  }
  return [...reached];
}

/**
 * The positions in the pieces after some text of a name. A set of positions moves over one character at a time (Thompson),
 * which takes time linear in both, whatever the pattern. The last position is `parts.length`.
 */
function placesAfter(parts: readonly string[], text: string, work: Work | undefined): number[] {
  let places: number[] = [];
  const entered = new Int32Array(parts.length + 1);
  let turn = 1;
  const enter = (from: number, into: number[]): void => {
    for (let at = from; entered[at] !== turn; at++) {
      entered[at] = turn;
      into.push(at);
      if (!skips(parts[at])) return;
    }
  };
  enter(0, places);
  for (const character of text) {
    turn++;
    work?.spend(places.length);
    const next: number[] = [];
    for (const at of character === ANY_NAME ? [] : places) {
      const way = takes(parts[at], character);
      if (way === 'stay' && parts[at] === '**/') {
        // Inside a folder, only its slash leads further.
        if (entered[at] !== turn) {
          entered[at] = turn;
          next.push(at);
        }
      } else if (way === 'stay') enter(at, next);
      else if (way === 'next') enter(at + 1, next);
      else if (way === 'both') enter(at, next);
    }
    if (character === ANY_NAME) next.push(...afterAnyName(parts, places, work));
    if (next.length === 0) return next;
    places = next;
  }
  return places;
}

/** Whether the pieces match a whole name. */
export function matchesPieces(parts: readonly string[], name: string, work: Work | undefined): boolean {
  return placesAfter(parts, name, work).includes(parts.length);
}

/** How much below a folder the pieces match: everything, something or nothing. */
export function reachOf(
  parts: readonly string[],
  folder: string,
  work: Work | undefined,
): 'all' | 'some' | 'none' {
  const places = placesAfter(parts, `${folder}/`, work).filter((at) => at < parts.length);
  if (places.some((at) => parts[at] === '**' && at === parts.length - 1)) return 'all';
  return places.length > 0 ? 'some' : 'none';
}
