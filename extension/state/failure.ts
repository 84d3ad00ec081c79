import type { Failure } from '../service/protocol.js';
import { ServiceError } from '../service/service.js';

/** An error in the form that the state keeps. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ServiceError)
    return { code: error.code, message: error.message, ...(error.hint && { hint: error.hint }) };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}
