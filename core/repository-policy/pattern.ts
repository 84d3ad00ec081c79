import type { Finding } from '../finding/index.js';
import type { PolicyVariant } from '../signer-policy/sentences.js';
import type { Work } from '../signer-policy/work.js';
import { literalEnds, matchesPieces, pieces, reachOf } from './pattern-pieces.js';
import { ANY_NAME, caseless } from './spelling.js';
import type { Patterns } from './types.js';

/** Longest pattern. */
const LONGEST = 512;

const REF = /^refs\/(heads|tags)\//;

/** What is wrong with a pattern: which sentence of POLICY_BAD_VALUE says it, and what that names besides field and pattern. */
export interface PatternMistake {
  readonly variant: Extract<PolicyVariant<'POLICY_BAD_VALUE'>, `pattern.${string}`>;
  readonly values?: Finding['values'];
}

/** What is wrong with a pattern, or undefined. Everything but `*`, `**` and `?` means itself. */
export function patternMistake(
  pattern: string,
  of: 'branches' | 'tags' | 'paths',
): PatternMistake | undefined {
  if (pattern.length > LONGEST) return { variant: 'pattern.long', values: { most: LONGEST } };
  if (pattern.startsWith('/')) return { variant: 'pattern.absolute', values: { better: pattern.slice(1) } };
  if (pattern.startsWith('!')) return { variant: 'pattern.negated' };
  if (pattern.endsWith('/')) return { variant: 'pattern.folder', values: { better: `${pattern}**` } };
  if (pattern.startsWith('./') || pattern.includes('//')) return { variant: 'pattern.no-name' };
  if (/\*{3}/.test(pattern)) return { variant: 'pattern.three-stars' };
  if (/[[\]{}\\]/.test(pattern)) return { variant: 'pattern.class' };
  if (of === 'paths' || !REF.test(pattern)) return undefined;
  return { variant: 'pattern.whole-ref', values: { better: pattern.replace(REF, '') } };
}

/** One pattern that is not a plain name. */
class Wild {
  readonly start: string;
  readonly end: string;
  #parts: readonly string[] | undefined;

  constructor(private readonly pattern: string) {
    ({ start: this.start, end: this.end } = literalEnds(pattern));
  }

  matches(name: string, work: Work | undefined): boolean {
    work?.spend(1);
    if (!name.startsWith(this.start) || !name.endsWith(this.end)) return false;
    this.#parts ??= pieces(this.pattern);
    return matchesPieces(this.#parts, name, work);
  }
}

/** Patterns, indexed by the literal text at one end of the names that they match. */
class Ends {
  readonly #byText = new Map<string, Wild[]>();
  readonly #lengths = new Set<number>();

  constructor(private readonly cut: (name: string, length: number) => string) {}

  add(text: string, pattern: Wild): void {
    const same = this.#byText.get(text);
    if (same) same.push(pattern);
    else this.#byText.set(text, [pattern]);
    this.#lengths.add(text.length);
  }

  match(name: string, work: Work | undefined): boolean {
    for (const length of this.#lengths) {
      work?.spend(1);
      if (length > name.length) continue;
      const found = this.#byText.get(this.cut(name, length));
      if (found?.some((pattern) => pattern.matches(name, work))) return true;
    }
    return false;
  }
}

/**
 * Names that match any of the patterns: `*` is anything without `/`, `**` anything at all, `?` one character other than `/`.
 * Two stars and a slash at the start of a segment are any number of folders, also none. Patterns are indexed by the literal
 * text they begin or end with, so that most of them cost no time for a name.
 */
export function patternsOf(patterns: readonly string[]): Patterns {
  const all = new Set(patterns);
  const plain = new Set<string>();
  const beginnings = new Ends((name, length) => name.slice(0, length));
  const endings = new Ends((name, length) => name.slice(name.length - length));
  for (const text of all) {
    if (!/[*?]/.test(text)) plain.add(text);
    else {
      const wild = new Wild(text);
      if (wild.start.length >= wild.end.length) beginnings.add(wild.start, wild);
      else endings.add(wild.end, wild);
    }
  }
  const one = once(() => Array.from(all, pieces));
  const test = (name: string, work?: Work) => {
    work?.spend(1);
    // A name that is not known has no literal text to search for.
    if (name.includes(ANY_NAME)) return one().some((parts) => matchesPieces(parts, name, work));
    return plain.has(name) || beginnings.match(name, work) || endings.match(name, work);
  };
  const reach = (folder: string, work?: Work) => {
    const found = one().map((parts) => reachOf(parts, folder, work));
    return found.find((much) => much === 'all') ?? found.find((much) => much === 'some') ?? 'none';
  };
  return {
    patterns,
    has: (pattern) => all.has(pattern),
    test,
    reach,
    caseless: once(() => patternsOf(patterns.map(caseless))),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Whether `outer` surely matches everything that `inner` matches; false when that is not sure. */
export function covers(outer: Patterns, inner: Patterns, work?: Work): boolean {
  // Every pattern in the list may have been a mistake, and was left out.
  if (inner.patterns.length === 0) return false;
  if (outer.has('**')) return true;
  return inner.patterns.every((pattern) => {
    work?.spend(1);
    if (outer.has(pattern)) return true;
    return (!/[*?]/.test(pattern) && outer.test(pattern, work)) || coversBelow(outer, pattern, work);
  });
}

/** Whether one of the patterns is everything below a folder with which `pattern` literally begins. */
function coversBelow(outer: Patterns, pattern: string, work: Work | undefined): boolean {
  const [fixed = ''] = pattern.split(/[*?]/);
  for (let at = fixed.indexOf('/'); at >= 0; at = fixed.indexOf('/', at + 1)) {
    work?.spend(1);
    if (outer.has(`${fixed.slice(0, at)}/**`)) return true;
  }
  return false;
}
