import { harmless } from '../harmless/index.js';

/**
 * Text from outside as it is in a cell of a Markdown table: everything but letters, digits and spaces becomes a character
 * reference, which means itself and never markup, a link or a mention (CommonMark 0.31, section 2.5).
 */
export function markdownText(text: string): string {
  return harmless(text).replace(/[!-/:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`);
}
