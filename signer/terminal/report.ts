import { harmless } from '../../core/harmless/index.js';
import { debugLogPath, debugNote } from '../../io/debug-log.js';
import { harmlessServerText } from '../../io/http/server-text.js';
import { UsageError } from '../errors.js';
import { OutputError, writeError } from './write.js';

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

/** The exit status of a program that SIGPIPE ended (128 + 13), which is how others end before a reader that is gone. */
const READER_GONE = 141;

/**
 * Shows an error on standard error and, where there is a debug log, writes where it came from there. A person who closed
 * standard output (`| head`) is told nothing: they have what they wanted. git wanted a whole signature.
 * @returns the exit status: 2 for wrong usage, 141 where the reader of standard output is gone, else `status`
 */
export function report(error: unknown, status: number, reader: 'person' | 'git' = 'person'): number {
  const gone = error instanceof OutputError && error.fd === 1 && error.systemCode === 'EPIPE';
  if (gone && reader === 'person') return READER_GONE;
  writeError(`${errorLines(error).join('\n')}\n`);
  if (!debugNote(errorDetails(error)))
    writeError(`waxseal: the debug log ${harmless(debugLogPath() ?? '')} cannot be written\n`);
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
