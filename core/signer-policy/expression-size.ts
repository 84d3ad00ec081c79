/** One token of an expression: an escape with its braces, a class, a counted repetition, or a character. */
const SIGN =
  /\\[pP]\{[^}]*\}|\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[(?:\^?\]|\^)?(?:\\[\s\S]|\[:\w+:\]|[^\]\\])*\]?|\{(\d+)(?:,(\d*))?\}|[\s\S]/gu;

/**
 * About how many instructions an RE2 expression compiles to, from its text alone. Every token is one instruction, and a
 * counted repetition (`{N}`, `{N,M}`) repeats what comes before it. The result is never much lower than that of the compiler.
 */
export function expressionSize(pattern: string): number {
  const groups: number[] = [];
  let [sum, last] = [0, 0];
  for (const [sign, least, most] of pattern.matchAll(SIGN)) {
    if (least !== undefined) {
      const more = last * (Math.max(Number(least), Number(most ?? ''), 1) - 1);
      sum += more;
      last += more;
    } else if (sign === '(') {
      groups.push(sum);
      [sum, last] = [0, 0];
    } else if (sign === ')') {
      // Two instructions that remember the group.
      last = sum + 2;
      sum = (groups.pop() ?? 0) + last;
    } else {
      // A quantifier (`*`, `+`, `?`) belongs to the atom before it.
      const quantifier = '*+?'.includes(sign);
      const size = sign.startsWith('\\Q') ? sign.length : 1;
      last = quantifier ? last + size : size;
      sum += size;
    }
    if (sum > Number.MAX_SAFE_INTEGER / 1e6) return sum;
  }
  return groups.reduce((all, before) => all + before, sum);
}

/** Steps for one Unicode class (`\pL`), and for one wide range when case is ignored: measured against a step of the compiler. */
const UNICODE_CLASS = 20;
const FOLDED_RANGE = 500;

/**
 * About how many more instructions the classes of an expression are worth while it is compiled. A class compiles to one
 * instruction, but a Unicode class is first written out as hundreds of ranges, and ignoring case visits each character of a wide
 * range.
 */
export function classWork(pattern: string): number {
  const classes = pattern.match(/\\[pP]/g)?.length ?? 0;
  const ignoresCase = /\(\?[A-Za-z]*i/.test(pattern);
  const ranges = ignoresCase ? (pattern.match(/-(?:[^\0-\x7f]|\\x\{)/g)?.length ?? 0) : 0;
  return classes * UNICODE_CLASS + ranges * FOLDED_RANGE;
}
