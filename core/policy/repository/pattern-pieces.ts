import type { Work } from '../work.js';

// `*` stays in one segment, `**` does not; two stars and a slash are any number of whole segments with their slashes.

/** A pattern cut into what stands for many characters and single ones. */
export function pieces(pattern: string): string[] {
  return (pattern.match(/(?<=^|\/)\*\*\/|\*\*|\*|\?|[^*?]+/gs) ?? []).flatMap((part) =>
    /^[*?]/.test(part) ? [part] : Array.from(part),
  );
}

/** The text before the first and after the last sign with a meaning: every name that matches begins and ends with it. */
export function literalEnds(pattern: string): { readonly start: string; readonly end: string } {
  const first = pattern.search(/[*?]/);
  const last = Math.max(pattern.lastIndexOf('*'), pattern.lastIndexOf('?'));
  const end = pattern.slice(last + 1);
  // The slash of two stars and a slash belongs to them: they may stand for nothing.
  const folders = /(?:^|\/)\*\*$/.test(pattern.slice(0, last + 1)) && end.startsWith('/');
  return { start: pattern.slice(0, first), end: folders ? end.slice(1) : end };
}

function skips(piece: string | undefined): boolean {
  return piece === '*' || piece === '**' || piece === '**/';
}

/** Whether the piece takes this character, and whether it may take more. */
function takes(piece: string | undefined, character: string): 'stay' | 'next' | 'both' | undefined {
  if (piece === '**/') return character === '/' ? 'both' : 'stay';
  if (piece === '**') return 'stay';
  if (piece === '*') return character === '/' ? undefined : 'stay';
  if (piece === '?') return character === '/' ? undefined : 'next';
  return piece === character ? 'next' : undefined;
}

/**
 * Whether the pieces match a whole name: steps a set of places in the pattern over one character at a time (Thompson), which
 * takes time linear in both, whatever the pattern.
 */
export function matchesPieces(parts: readonly string[], name: string, work: Work | undefined): boolean {
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
  for (const character of name) {
    turn++;
    work?.spend(places.length);
    const next: number[] = [];
    for (const at of places) {
      const way = takes(parts[at], character);
      if (way === 'stay' && parts[at] === '**/') {
        // Inside a folder: only its slash leads on.
        if (entered[at] !== turn) {
          entered[at] = turn;
          next.push(at);
        }
      } else if (way === 'stay') enter(at, next);
      else if (way === 'next') enter(at + 1, next);
      else if (way === 'both') enter(at, next);
    }
    if (next.length === 0) return false;
    places = next;
  }
  return places.includes(parts.length);
}
