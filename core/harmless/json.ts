import { LOG_COMMAND, replaceHarmful } from './harmless.js';

/** The text of most documents. This quick test saves the time to compile a pattern. */
const PLAIN = /^[\x20-\x7e\n]*$/;

function escaped(character: string): string {
  // In JSON text, a line break is always between tokens; in a string it is written as `\n`.
  if (character === '\n') return character;
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

/**
 * A value as JSON (RFC 8259) that can be printed anywhere. A parser gets exactly the value. The text itself has no control,
 * bidirectional or invisible character and no command to a build server's log, because these are written as escapes (RFC 8259
 * section 7).
 * @param indent how many spaces to indent each level; without it, the document is one line
 */
export function harmlessJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent);
  const quiet = text.includes('##') ? text.replace(LOG_COMMAND, '#\\u0023') : text;
  return PLAIN.test(quiet) ? quiet : replaceHarmful(quiet, escaped);
}
