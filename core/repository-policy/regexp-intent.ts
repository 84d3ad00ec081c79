import type { Finding } from '../finding/index.js';
import type { PolicyVariant } from '../signer-policy/sentences.js';

/** What a regular expression says that its author hardly means: an error stops the policy, a warning is only told. */
export interface Doubt {
  readonly level: 'error' | 'warning';
  /** Which sentence of POLICY_UNANCHORED says it, and what that names besides the field. */
  readonly variant: PolicyVariant<'POLICY_UNANCHORED'>;
  readonly values?: Finding['values'];
  /** The expression without this doubt, where only one comes into question. */
  readonly better?: string;
}

const LITERAL = /[A-Za-z0-9-]/;

/** Positions of the dots inside a host name that match any character. */
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
  return [0, ...dots].map((dot, i) => pattern.slice(dot, dots[i])).join('\\');
}

function edges(pattern: string, inner: string): Doubt | undefined {
  const [caret, dollar] = [pattern.startsWith('^'), /(^|[^\\])(\\\\)*\$$/.test(pattern)];
  if (caret !== dollar)
    return {
      level: 'error',
      variant: caret ? 'caret' : 'dollar',
      better: caret ? pattern.slice(1) : pattern.slice(0, -1),
    };
  if (caret) return { level: 'warning', variant: 'anchors', better: inner };
  return undefined;
}

/**
 * The doubts about a regular expression in a policy. Expressions match the whole value. So a doubt is about values that match
 * against the author's intent: open ends, and dots in host names that match any character.
 */
export function doubtsAbout(field: string, pattern: string): Doubt[] {
  const doubts: Doubt[] = [];
  const inner = pattern.replace(/^\^/, '').replace(/\$$/, '');
  const edge = edges(pattern, inner);
  if (edge) doubts.push(edge);
  const open = /^\(?\.[*+]\??/.exec(inner)?.[0];
  if (field.startsWith('issuer') && open) doubts.push({ level: 'error', variant: 'issuer' });
  else if (open && inner !== open && !inner.slice(open.length).startsWith('@'))
    doubts.push({ level: 'error', variant: 'start', values: { open } });
  const wordThenAny = /[A-Za-z0-9_]\.[*+]\??$/.test(inner);
  if (wordThenAny && hostStart(inner) !== undefined)
    doubts.push({
      level: 'error',
      variant: 'end',
      values: { quantifier: inner.at(-1) ?? '' },
      ...(inner.includes('://') && { better: inner.replace(/(\.[*+]\??)$/, '/$1') }),
    });
  const start = hostStart(inner);
  const dots = start === undefined ? [] : openDots(inner, start);
  const better = escaped(inner, dots);
  if (dots.length > 0) doubts.push({ level: 'error', variant: 'dot', values: { better }, better });
  return doubts;
}
