import { isCallError } from '../../frame/thread/call-error.js';
import type { Failure } from '../../frame/thread/protocol.js';

/** An error in the form that the state keeps. */
export function failureOf(error: unknown): Failure {
  if (isCallError(error))
    return { code: error.code, message: error.message, ...(error.hint && { hint: error.hint }) };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}
