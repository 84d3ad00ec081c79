/** What a regular expression says that its author hardly means: an error stops the policy, a warning is only told. */
export interface Doubt {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** The expression without this doubt, where only one comes into question. */
  readonly better?: string;
}

const LITERAL = /[A-Za-z0-9-]/;

/** Positions of dots that stand for any character inside what reads like a host name, up to its end. */
function openDots(pattern: string, from: number): number[] {
  const dots: number[] = [];
  for (let i = from; i < pattern.length; i++) {
    const character = pattern[i] ?? '';
    if (character === '\\') i++;
    else if (character === '/' || character === '[' || character === '(' || character === '|') break;
    else if (character === '.' && LITERAL.test(pattern[i - 1] ?? '') && LITERAL.test(pattern[i + 1] ?? ''))
      dots.push(i);
  }
  return dots;
}

function hostStart(pattern: string): number | undefined {
  const scheme = pattern.indexOf('://');
  if (scheme >= 0) return scheme + 3;
  const at = pattern.lastIndexOf('@');
  return at >= 0 && !pattern.includes('/') ? at + 1 : undefined;
}

function escaped(pattern: string, dots: readonly number[]): string {
  return Array.from({ length: pattern.length }, (_, i) => (dots.includes(i) ? '\\.' : pattern[i])).join('');
}

function edges(pattern: string, inner: string): Doubt | undefined {
  const [caret, dollar] = [pattern.startsWith('^'), /(^|[^\\])(\\\\)*\$$/.test(pattern)];
  if (caret !== dollar)
    return {
      severity: 'error',
      message: `has ${caret ? '^ at its start' : '$ at its end'} only; expressions match the whole value here, so the other end is closed too: remove it and write what may come there`,
      better: caret ? pattern.slice(1) : pattern.slice(0, -1),
    };
  if (caret)
    return {
      severity: 'warning',
      message: 'needs no ^ and $: expressions match the whole value',
      better: inner,
    };
  return undefined;
}

/**
 * The doubts about a regular expression in a policy. Expressions match the whole value, so these are about what it lets
 * pass beyond its author's intent: open ends, and dots in host names that stand for any character.
 */
export function doubtsAbout(field: string, pattern: string): Doubt[] {
  const doubts: Doubt[] = [];
  const inner = pattern.replace(/^\^/, '').replace(/\$$/, '');
  const edge = edges(pattern, inner);
  if (edge) doubts.push(edge);
  const open = /^\(?\.[*+]\??/.exec(inner)?.[0];
  if (field.startsWith('issuer') && open)
    doubts.push({ severity: 'error', message: 'lets anybody be the issuer: write how the URL begins' });
  else if (open && inner !== open && !inner.slice(open.length).startsWith('@'))
    doubts.push({
      severity: 'error',
      message: `begins with ${open} and so matches a value of anybody that only ends like this: write how it begins`,
    });
  const wordThenAny = /[A-Za-z0-9_]\.[*+]\??$/.test(inner);
  if (wordThenAny && hostStart(inner) !== undefined)
    doubts.push({
      severity: 'error',
      message: `ends with .${inner.at(-1)} right after a word, so that a longer name matches too: put the / (or @) that ends the name before it`,
      ...(inner.includes('://') && { better: inner.replace(/(\.[*+]\??)$/, '/$1') }),
    });
  const start = hostStart(inner);
  const dots = start === undefined ? [] : openDots(inner, start);
  if (dots.length > 0)
    doubts.push({
      severity: 'error',
      message: `has a dot in a host name that stands for any character: write ${escaped(inner, dots)}`,
      better: escaped(inner, dots),
    });
  return doubts;
}
