// Two columns of a terminal: East Asian Wide and Fullwidth (Unicode EastAsianWidth.txt) and characters shown as emoji.
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]|(?!\p{Regional_Indicator})\p{Emoji_Presentation}/u;
// Characters without a column of their own: marks, and the vowels and finals that join a Hangul syllable.
const MARK = /[\p{M}\u1160-\u11ff\ud7b0-\ud7fb]/u;
const PLAIN = /^[\x20-\x7e]*$/;

// Too many marks on one letter would cover the lines above and below. No script needs so many.
const TOO_MANY_MARKS = /(\p{M}{3})\p{M}+/gu;

function columnsOf(character: string): number {
  if (MARK.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** How many columns a terminal needs for text that `harmless` gave. */
export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return Array.from(text).reduce((sum, character) => sum + columnsOf(character), 0);
}

/** The longest beginning of `text` that fits `width` columns; a mark stays with its letter. */
function beginning(text: string, width: number): string {
  if (PLAIN.test(text)) return text.slice(0, width);
  let taken = '';
  let used = 0;
  for (const character of text) {
    used += columnsOf(character);
    if (used > width) break;
    taken += character;
  }
  return taken;
}

function end(text: string, width: number): string {
  const characters = Array.from(text);
  let used = 0;
  let from = characters.length;
  while (from > 0) {
    used += columnsOf(characters[from - 1] ?? '');
    if (used > width) break;
    from -= 1;
  }
  // A mark whose letter was cut off would sit on the ellipsis.
  while (from < characters.length && columnsOf(characters[from] ?? '') === 0) from += 1;
  return characters.slice(from).join('');
}

/**
 * One cell of a table: exactly `width` columns of text that `harmless` gave, cut with an ellipsis or filled with spaces.
 * @param cut which part may go: the middle where beginning and end both matter (who signed)
 */
export function cell(text: string, width: number, cut: 'end' | 'middle' = 'end'): string {
  if (text.length <= width && PLAIN.test(text)) return text.padEnd(width);
  const tame = text.replace(TOO_MANY_MARKS, '$1');
  const whole = textWidth(tame);
  if (whole <= width) return tame + ' '.repeat(width - whole);
  const tail = cut === 'middle' ? end(tame, Math.floor((width - 1) / 2)) : '';
  const head = beginning(tame, width - 1 - textWidth(tail));
  const shown = `${head}…${tail}`;
  return shown + ' '.repeat(width - textWidth(shown));
}

/**
 * Text that `harmless` gave, as lines of at most `width` columns, broken at spaces where there are any.
 * @param most lines; what does not fit is cut with an ellipsis
 */
export function wrapped(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  let rest = text.replace(TOO_MANY_MARKS, '$1').trim();
  while (rest !== '') {
    if (textWidth(rest) <= width) return [...lines, rest];
    if (lines.length === most - 1) return [...lines, cell(rest, width).trimEnd()];
    const fits = beginning(rest, width);
    const space = rest[fits.length] === ' ' ? fits.length : fits.lastIndexOf(' ');
    const line = rest.slice(0, space > width / 2 ? space : Math.max(fits.length, 1));
    lines.push(line.trimEnd());
    rest = rest.slice(line.length).trimStart();
  }
  return lines;
}
