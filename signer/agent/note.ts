import { appendFileSync } from 'node:fs';

/** Writes a line about the agent to the file named by WAXSEAL_DEBUG, if there is one. Never fails. */
export function debugNote(text: string): void {
  const file = process.env['WAXSEAL_DEBUG'];
  if (!file) return;
  try {
    appendFileSync(file, `agent ${text}\n`, { mode: 0o600 });
  } catch {
    // the error that matters is reported where it happens
  }
}
