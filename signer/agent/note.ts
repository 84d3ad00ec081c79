import { debugNote as write } from '../../io/debug-log.js';

/** Writes a line about the agent to the debug log, if there is one. Never fails. */
export function debugNote(text: string): void {
  write(`agent ${text}`);
}
