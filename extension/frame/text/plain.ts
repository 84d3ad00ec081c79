import { harmless } from '../../../core/harmless/index.js';

/**
 * Text from outside for places where VS Code shows icons, such as the lines of a quick pick: `$(verified)` stays plain text.
 */
export function iconless(text: string): string {
  return harmless(text).replaceAll('$(', '\\$(');
}

/** Text from outside for a notification or a view's message. There VS Code turns `[…](…)` into links, even to commands. */
export function linkless(text: string): string {
  return harmless(text).replaceAll('](', '] (');
}

/** Text from outside inside one of our sentences: shortened, and in quotes, so that it cannot look like our own words. */
export function quoted(text: string, most: number): string {
  const characters = Array.from(harmless(text).replace(/[“”]/g, '"'));
  const shown = characters.length > most ? [...characters.slice(0, most - 1), '…'] : characters;
  return `“${shown.join('')}”`;
}

/**
 * Unix seconds as a time in UTC. Anybody can write an impossible time into a commit.
 * @param impossible what to say then
 */
export function timeText(seconds: number, impossible: string): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return impossible;
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
