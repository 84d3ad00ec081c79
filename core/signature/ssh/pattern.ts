const LONGEST_PATTERN = 1022;

/**
 * True when `pattern` matches all of `text`: `*` is any characters, `?` one (ssh_config(5) PATTERNS). Case matters.
 * Takes at most `text.length * pattern.length` steps.
 */
export function matchesPattern(text: string, pattern: string): boolean {
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
      next = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[next] === '*') next++;
  return next === pattern.length;
}

/**
 * True when a pattern of the comma-separated list matches and no `!` pattern before the end of the list does
 * (ssh_config(5) PATTERNS). A list with a pattern over 1022 characters matches nothing, as in OpenSSH.
 */
export function matchesPatternList(text: string, list: string): boolean {
  let found = false;
  const patterns = list.split(',');
  if (patterns.at(-1) === '') patterns.pop();
  for (const item of patterns) {
    const negated = item.startsWith('!');
    const pattern = negated ? item.slice(1) : item;
    if (pattern.length > LONGEST_PATTERN) return false;
    if (!matchesPattern(text, pattern)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}
