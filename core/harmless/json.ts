import { LOG_COMMAND, replaceHarmful } from './harmless.js';

/** The text of most documents; deciding that it is harmless spares the compiling of a pattern. */
const PLAIN = /^[\x20-\x7e\n]*$/;

function escaped(character: string): string {
  // A line break of a JSON text stands between its tokens; in a string it is written as `\n`.
  if (character === '\n') return character;
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

/**
 * A value as JSON (RFC 8259) that can be printed anywhere: whoever reads the document gets exactly the value, and whoever
 * looks at its text sees no control, bidirectional or invisible character and no command to a build server's log, because
 * these are written as escapes (RFC 8259 section 7).
 * @param indent how many spaces a level is moved in; one line without it
 */
export function harmlessJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent);
  const quiet = text.includes('##') ? text.replace(LOG_COMMAND, '#\\u0023') : text;
  return PLAIN.test(quiet) ? quiet : replaceHarmful(quiet, escaped);
}
