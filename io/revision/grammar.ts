/** One point of a history: a name or id, followed by marks and steps (gitrevisions(7)). */
export interface Point {
  /** `origin/main`, `HEAD`, `v1.0`, an id; empty if there are only marks or a search. */
  readonly base: string;
  /** `@{upstream}`, `@{1}`, `@{-1}`: they depend on the name of the base. */
  readonly marks: readonly string[];
  /** `~2`, `^1`, `^{tag}`, `:path`: they depend on the object. */
  readonly steps: string;
}

/**
 * What a revision selects: one point, everything except its ancestors, or the range between two points. `parents`
 * is `^@`, `^!` or `^-2`.
 */
export type Selector =
  | { readonly kind: 'point' | 'without'; readonly point: Point; readonly parents: string }
  | { readonly kind: '..' | '...'; readonly left: Point; readonly right: Point };

const POINT = /^((?:[^~^:@]|@(?!\{))*)((?:@\{[^}]*\})*)([\s\S]*)$/;
const MARK = /@\{[^}]*\}/g;
const PARENTS = /\^(?:@|!|-\d*)$/;

function pointOf(text: string): Point {
  const [, base = '', marks = '', steps = ''] = POINT.exec(text) ?? [];
  return { base: base === '@' ? 'HEAD' : base, marks: marks.match(MARK) ?? [], steps };
}

/** The position of the two dots of a range: outside braces, and before a path or a search text. */
function dotsAt(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const octet = text[at];
    if (octet === '{') depth += 1;
    else if (octet === '}') depth -= 1;
    else if (depth > 0) continue;
    else if (octet === ':') return -1;
    else if (text.startsWith('..', at)) return at;
  }
  return -1;
}

/** Parses a revision as git does (gitrevisions(7)). A missing end of a range is HEAD. */
export function parseRevision(revision: string): Selector {
  const dots = dotsAt(revision);
  if (dots >= 0) {
    const kind = revision.startsWith('...', dots) ? '...' : '..';
    const [left, right] = [revision.slice(0, dots), revision.slice(dots + kind.length)];
    // Two dots alone mean the parent directory, not a range.
    const here = revision === '..' ? '' : 'HEAD';
    return { kind, left: pointOf(left || here), right: pointOf(right || here) };
  }
  const kind = revision.startsWith('^') ? 'without' : 'point';
  const text = kind === 'without' ? revision.slice(1) : revision;
  const parents = PARENTS.exec(text)?.[0] ?? '';
  return { kind, point: pointOf(text.slice(0, text.length - parents.length)), parents };
}
