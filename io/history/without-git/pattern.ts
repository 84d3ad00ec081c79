/**
 * The regular expression for a shell pattern of ref names, as in git-for-each-ref: `*` and `?` do not match a
 * slash; `[...]` is a set.
 */
export function globToRegExp(pattern: string): RegExp {
  const source = pattern.replace(/\[!?[^\]/\\]+\]|[\s\S]/g, (part) => {
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.length > 1) return part.replace(/^\[!/, '[^');
    return part.replace(/[.+^${}()|[\]\\]/, '\\$&');
  });
  return new RegExp(`^${source}$`);
}
