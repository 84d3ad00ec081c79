import { harmless } from '../../core/harmless/index.js';
import { debugLogPath, debugNote } from '../../io/debug-log.js';
import { harmlessServerText } from '../../io/http/server-text.js';
import { UsageError } from '../errors.js';
import { systemRefusal } from './system-error.js';
import { OutputError, writeError } from './write.js';

/** The lines that a person sees for an error: what is wrong and, if known, what to do. Never a stack trace. */
export function errorLines(error: unknown): string[] {
  if (!(error instanceof Error)) return ['waxseal: internal error'];
  const refused = systemRefusal(error);
  const { message } = refused ?? error;
  const known = 'code' in error && typeof error.code === 'string';
  const own = 'hint' in error && typeof error.hint === 'string' ? error.hint : undefined;
  const hint = own ?? refused?.hint;
  const lines = [`waxseal: ${known ? '' : 'internal error: '}${harmless(message)}`];
  if (hint) lines.push(`hint: ${harmless(hint)}`);
  else if (!known) lines.push('hint: set WAXSEAL_DEBUG=FILE to have the details written to FILE');
  return lines;
}

/** The exit status after SIGPIPE (128 + 13), with which other programs end when their reader is gone. */
const READER_GONE = 141;

/**
 * Shows an error on standard error, and writes its origin to the debug log if there is one. A person who closed standard output
 * (`| head`) sees no error, because they have what they wanted; git, however, needs a whole signature.
 * @returns the exit status: 2 for wrong usage, 141 if the reader of standard output is gone, else `status`
 */
export function report(error: unknown, status: number, reader: 'person' | 'git' = 'person'): number {
  const gone = error instanceof OutputError && error.fd === 1 && error.systemCode === 'EPIPE';
  if (gone && reader === 'person') return READER_GONE;
  writeError(`${errorLines(error).join('\n')}\n`);
  if (!debugNote(errorDetails(error)))
    writeError(`waxseal: the debug log ${harmless(debugLogPath() ?? '')} cannot be written\n`);
  return error instanceof UsageError ? 2 : status;
}

/** The origin of an error and its causes, for the debug log: their codes (docs/errors.md), redacted messages, and stacks. */
export function errorDetails(error: unknown): string {
  const lines: string[] = [];
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const [, ...frames] = (at.stack ?? '').slice(at.name.length + at.message.length).split('\n');
    const code = 'code' in at && typeof at.code === 'string' ? ` [${harmlessServerText(at.code)}]` : '';
    lines.push(
      `${depth === 0 ? 'error' : 'cause'} ${at.name}: ${harmlessServerText(at.message)}${code}`,
      ...frames,
    );
  }
  return lines.join('\n');
}
