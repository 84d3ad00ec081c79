import { harmless } from '../../../core/harmless/index.js';
import type { Failure } from './protocol.js';

function textOf(error: object, member: string): string | undefined {
  const value: unknown = Reflect.get(error, member);
  return typeof value === 'string' && value !== '' ? harmless(value) : undefined;
}

/** An error in the form that is sent to the other thread. Our errors have a code; an error without a code is a bug of ours. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: 'INTERNAL', message: harmless(String(error)) };
  const hint = textOf(error, 'hint');
  return {
    code: textOf(error, 'code') ?? 'INTERNAL',
    message: harmless(error.message),
    ...(hint !== undefined && { hint }),
  };
}
