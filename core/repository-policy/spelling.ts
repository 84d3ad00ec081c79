/** Means any name of one segment, where a path has only a short form of it. No path in git has a NUL. */
export const ANY_NAME = '\0';

/** Code points that HFS+ ignores in names (git's utf8.c, next_hfs_char). */
const IGNORED = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/gu;

/** A short name of NTFS: eight characters with a tilde and a number, three behind a dot (MS-FSCC section 2.1.5.2.1). */
const SHORT = /^(?=[^.]{2,8}(?:\.[^.]{0,3})?$)[^.]*~[0-9]+(?:\.|$)/u;

/**
 * A name as some file systems compare it: they ignore case, composed or decomposed characters, and invisible characters
 * (APFS, HFS+, NTFS). This is coarser than each of them: Unicode's full case folding, character by character.
 */
export function caseless(name: string): string {
  if (/^[ -~]*$/.test(name)) return name.toLowerCase();
  const upper = name.replace(IGNORED, '').normalize('NFD').toUpperCase();
  // Character by character, because the last sigma of a word has another lower case.
  return Array.from(upper, (character) => character.toLowerCase())
    .join('')
    .normalize('NFC');
}

function withoutEnd(name: string): string {
  let end = name.length;
  while (name[end - 1] === '.' || name[end - 1] === ' ') end--;
  return name.slice(0, end);
}

/** Where Windows puts a path. There a backslash separates names, and streams and final dots and spaces are not part of a name. */
function onWindows(path: string): string {
  return path
    .split(/[/\\]/)
    .map((name) => withoutEnd(name.split(':', 1)[0] ?? ''))
    .filter((name) => name !== '')
    .map((name) => (SHORT.test(name) ? ANY_NAME : name))
    .join('/');
}

/** The paths that a path may become on some file system, all caseless. */
export function spellingsOf(path: string): readonly string[] {
  const plain = caseless(path);
  return [...new Set([plain, onWindows(plain)])];
}
