import { appendFileSync } from 'node:fs';
import { harmless } from '../../core/text/index.js';
import { harmlessServerText } from '../../io/http/server-text.js';
import { UsageError } from '../errors.js';
import { writeError } from './write.js';

/** The lines a person is shown for an error: what is wrong and, where it is known, what to do. Never a stack trace. */
export function errorLines(error: unknown): string[] {
  if (!(error instanceof Error)) return ['waxseal: internal error'];
  const { message } = error;
  const known = 'code' in error && typeof error.code === 'string';
  const hint = 'hint' in error && typeof error.hint === 'string' ? error.hint : undefined;
  const lines = [`waxseal: ${known ? '' : 'internal error: '}${harmless(message)}`];
  if (hint) lines.push(`hint: ${harmless(hint)}`);
  else if (!known) lines.push('hint: set WAXSEAL_DEBUG=FILE to have the details written to FILE');
  return lines;
}

/**
 * Shows an error on standard error and, when WAXSEAL_DEBUG names a file, appends where it came from there.
 * @returns the exit status: 2 for wrong usage, else `status`
 */
export function report(error: unknown, status: number): number {
  writeError(`${errorLines(error).join('\n')}\n`);
  const file = process.env['WAXSEAL_DEBUG'];
  if (file) logDetails(file, error);
  return error instanceof UsageError ? 2 : status;
}

/** Where an error and its causes came from, for the debug file: their messages, redacted, and stacks. */
export function errorDetails(error: unknown): string {
  const lines: string[] = [];
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const [, ...frames] = (at.stack ?? '').slice(at.name.length + at.message.length).split('\n');
    lines.push(`${depth === 0 ? 'error' : 'cause'} ${at.name}: ${harmlessServerText(at.message)}`, ...frames);
  }
  return lines.join('\n');
}

function logDetails(file: string, error: unknown): void {
  try {
    appendFileSync(file, `${errorDetails(error)}\n`, { mode: 0o600 });
  } catch {
    writeError('waxseal: the file named by WAXSEAL_DEBUG cannot be written\n');
  }
}
