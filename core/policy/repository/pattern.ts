import type { Patterns } from './types.js';

/** Longest pattern; also bounds the work of matching, which is its length times the name's. */
const LONGEST = 512;

/** `any` stays in one segment, `deep` does not, `folders` is any number of whole segments with their slashes. */
type Piece = 'any' | 'deep' | 'folders' | 'one' | { readonly text: string };

function pieces(pattern: string): Piece[] {
  return (pattern.match(/(?<=^|\/)\*\*\/|\*\*|\*|\?|[^*?]+/gs) ?? []).flatMap((part): Piece[] => {
    if (part === '**/') return ['folders'];
    if (part === '**') return ['deep'];
    if (part === '*') return ['any'];
    return part === '?' ? ['one'] : Array.from(part, (text) => ({ text }));
  });
}

/** Steps a set of places in the pattern over one character at a time (Thompson): linear in both, whatever the pattern. */
function compile(pattern: string): (name: string) => boolean {
  const parts = pieces(pattern);
  const enter = (at: number, into: Set<number>): void => {
    if (into.has(at)) return;
    into.add(at);
    const piece = parts[at];
    if (piece === 'any' || piece === 'deep' || piece === 'folders') enter(at + 1, into);
  };
  const step = (at: number, character: string, into: Set<number>): void => {
    const piece = parts[at];
    if (piece === undefined) return;
    if (piece === 'folders') {
      into.add(at);
      if (character === '/') enter(at + 1, into);
    } else if (piece === 'deep' || (piece === 'any' && character !== '/')) enter(at, into);
    else if (piece === 'one' ? character !== '/' : typeof piece === 'object' && piece.text === character)
      enter(at + 1, into);
  };
  return (name) => {
    let places = new Set<number>();
    enter(0, places);
    for (const character of name) {
      const next = new Set<number>();
      for (const at of places) step(at, character, next);
      if (next.size === 0) return false;
      places = next;
    }
    return places.has(parts.length);
  };
}

/** What is wrong with a pattern, or undefined. Everything but `*`, `**` and `?` means itself. */
export function patternProblem(pattern: string, of: 'branches' | 'tags' | 'paths'): string | undefined {
  if (pattern.length > LONGEST) return `the pattern is longer than ${LONGEST} characters`;
  if (pattern.startsWith('/')) return `paths are relative to the top: write ${pattern.slice(1)}`;
  if (pattern.startsWith('!')) return 'a pattern cannot be negated: put a rule for it above this one';
  if (pattern.endsWith('/')) return `a pattern is for names, not folders: write ${pattern}**`;
  if (pattern.startsWith('./') || pattern.includes('//')) return 'no name looks like this';
  if (/\*{3}/.test(pattern)) return 'three stars mean nothing: ** is everything below';
  if (/[[\]{}\\]/.test(pattern)) return 'only *, ** and ? have a meaning here: no [..], {..} or \\';
  if (of !== 'paths' && /^refs\/(heads|tags)\//.test(pattern))
    return `write ${pattern.replace(/^refs\/(heads|tags)\//, '')} without refs/heads/ or refs/tags/`;
  return undefined;
}

/**
 * Names that match any of the patterns: `*` is anything without `/`, `**` anything at all, `?` one character other than
 * `/`. Two stars and a slash at the start of a segment are any number of folders, also none.
 */
export function patternsOf(patterns: readonly string[]): Patterns {
  const tests = patterns.map(compile);
  return { patterns, test: (name) => tests.some((test) => test(name)) };
}

/** Whether everything `inner` matches is certainly matched by `outer`; false when that is not sure. */
export function covers(outer: Patterns, inner: Patterns): boolean {
  return inner.patterns.every(
    (pattern) =>
      outer.patterns.includes(pattern) ||
      outer.patterns.includes('**') ||
      (!/[*?]/.test(pattern) && outer.test(pattern)) ||
      outer.patterns.some((wide) => wide.endsWith('/**') && coversBelow(wide.slice(0, -2), pattern)),
  );
}

function coversBelow(folder: string, pattern: string): boolean {
  return !/[*?]/.test(folder) && pattern.startsWith(folder) && pattern.length > folder.length;
}
