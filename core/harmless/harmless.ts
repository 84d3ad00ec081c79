/** The most characters of a name that are kept. An ellipsis replaces the rest. */
export const LONGEST_TEXT = 1000;

/**
 * Characters that may move a terminal's cursor, start a new line, or hide or reorder text: controls (C0, DEL, C1), format
 * characters (bidirectional controls of UAX #9, zero-width characters, tags), line and paragraph separators, spaces that are
 * not the space, variation selectors, unassigned-for-exchange code points and lone surrogates.
 */
function harmful(): RegExp {
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Variation_Selector}\p{Noncharacter_Code_Point}\u115f\u1160\u2800\u3164\uffa0]|\u034f|\u17b4|\u17b5|(?! )\p{Zs}/gu;
}

let compiled: RegExp | undefined;

/** Replaces every harmful character of a text, one code point at a time. */
export function replaceHarmful(text: string, by: (character: string) => string): string {
  compiled ??= harmful();
  return text.replace(compiled, by);
}

/** Text that is always harmless. This quick test saves the 3 ms that it takes to compile {@link harmful}. */
const PLAIN = /^[\x20-\x7e]*$/;

/**
 * Commands that build servers obey anywhere in a line of a log: `##[…]` (GitHub Actions), `##vso[…]` (Azure Pipelines),
 * `##teamcity[…]`.
 */
export const LOG_COMMAND = /##(?=[a-z]*\[)/gi;

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u{${code.toString(16).padStart(4, '0')}}`;
}

/**
 * One line of text from a certificate, an object, a server or a file that can be printed anywhere: control characters, line
 * breaks, escape sequences, bidirectional and invisible characters are shown as `\x1b` or `\u{202e}`, commands to a build
 * server's log are broken up, and no more than {@link LONGEST_TEXT} characters are kept. A second call changes nothing.
 */
export function harmless(text: string): string {
  const quiet = text.includes('##') ? text.replace(LOG_COMMAND, '#\\x23') : text;
  const shown = PLAIN.test(quiet) ? quiet : replaceHarmful(quiet, visible);
  const characters = shown.length > LONGEST_TEXT ? Array.from(shown) : [];
  return characters.length > LONGEST_TEXT ? `${characters.slice(0, LONGEST_TEXT - 1).join('')}…` : shown;
}

/**
 * {@link harmless} text that can be a field of a line whose fields are separated by spaces: never empty, and no space at
 * either end, so that it cannot swallow what follows (gpg-interface.c takes a user name up to the end of the line, and the
 * next line with it when the name is empty).
 * @param otherwise the text to use when nothing is left
 */
export function harmlessField(text: string, otherwise: string): string {
  return harmless(text).trim() || otherwise;
}
