import { harmless } from '../../core/harmless/index.js';
import type { GitConfigEntry } from '../../io/git/index.js';
import type { SetUpResult } from './types.js';

/** The result of a check that passed. */
export function ok(check: string, detail: string): SetUpResult {
  return { check, outcome: 'ok', detail: harmless(detail) };
}

/** The result of a check that found something that may be wrong. */
export function warn(check: string, detail: string, fix: string): SetUpResult {
  return { check, outcome: 'warn', detail: harmless(detail), fix: harmless(fix) };
}

/** The result of a check that found something wrong. */
export function fail(check: string, detail: string, fix: string): SetUpResult {
  return { check, outcome: 'fail', detail: harmless(detail), fix: harmless(fix) };
}

/** A check that could not be made. */
export function notMade(check: string, detail: string): SetUpResult {
  return { check, outcome: 'not-made', detail: harmless(detail) };
}

/** The entry of git's configuration that is in force: the last one for the key. */
export function entryOf(entries: readonly GitConfigEntry[], key: string): GitConfigEntry | undefined {
  return entries.findLast((entry) => entry.key.toLowerCase() === key.toLowerCase());
}

/** The message of an error, as one harmless line. */
export function messageOf(error: unknown): string {
  return harmless(error instanceof Error ? error.message : 'unknown error');
}

/** The hint of an error, or `otherwise` if it has none. */
export function hintOf(error: unknown, otherwise: string): string {
  return error instanceof Error && 'hint' in error && typeof error.hint === 'string' ? error.hint : otherwise;
}
