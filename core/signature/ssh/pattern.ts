const LONGEST_PATTERN = 1022;

/** The cost of a comparison before its first character: a call and a piece of the list. */
const COMPARISON = 8;

type Spend = (steps: number) => void;

const free: Spend = () => undefined;

/**
 * True when `pattern` matches all of `text`: `*` is any characters, `?` is one (ssh_config(5) PATTERNS). Case matters.
 * `spend` gets the number of steps before they are made; it may throw.
 */
export function matchesPattern(text: string, pattern: string, spend: Spend = free): boolean {
  spend(COMPARISON + Math.min(text.length, pattern.length));
  let at = 0;
  let next = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (pattern[next] === '*') {
      star = next++;
      resume = at;
    } else if (next < pattern.length && (pattern[next] === '?' || pattern[next] === text[at])) {
      next++;
      at++;
    } else if (star >= 0) {
      spend(next - star);
      next = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[next] === '*') next++;
  return next === pattern.length;
}

/**
 * True when a pattern of the comma-separated list matches and no `!` pattern of the list does (ssh_config(5) PATTERNS). A
 * list with a pattern over 1022 characters matches nothing, as in OpenSSH. `spend` is as in `matchesPattern`.
 */
export function matchesPatternList(text: string, list: string, spend: Spend = free): boolean {
  let found = false;
  for (const item of items(list)) {
    const negated = item.startsWith('!');
    const pattern = negated ? item.slice(1) : item;
    if (pattern.length > LONGEST_PATTERN) return false;
    if (!matchesPattern(text, pattern, spend)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}

/** One at a time, because an array for each of a thousand lists would take much memory. */
function* items(list: string): Generator<string> {
  for (let start = 0; start <= list.length; ) {
    const comma = list.indexOf(',', start);
    const end = comma < 0 ? list.length : comma;
    yield list.slice(start, end);
    start = end + 1;
  }
}
