import { harmless } from '../core/harmless/index.js';

/**
 * Text from outside for what VS Code shows with icons in it, the lines of a quick pick: `$(verified)` stays these
 * characters.
 */
export function iconless(text: string): string {
  return harmless(text).replaceAll('$(', '\\$(');
}

/** Text from outside for a notification or a view's message, in which VS Code makes links, also to commands, of `[…](…)`. */
export function linkless(text: string): string {
  return harmless(text).replaceAll('](', '] (');
}

/** Text from outside in a line of ours: at most so many characters, and in quotes, so that it cannot go on as our words. */
export function quoted(text: string, most: number): string {
  const characters = Array.from(harmless(text).replace(/[“”]/g, '"'));
  const shown = characters.length > most ? [...characters.slice(0, most - 1), '…'] : characters;
  return `“${shown.join('')}”`;
}

/** Unix seconds as a time in UTC; a text where there is no such time, which whoever wrote a commit can bring about. */
export function timeText(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return 'impossible time';
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
