import type { JUDGE_ERRORS } from '../../core/codes/errors/questions.js';
/** Why an object cannot be judged, or why its evidence cannot be exported. */
export type JudgeErrorCode = keyof typeof JUDGE_ERRORS;

/** `message` is one harmless line; `hint` says what to do. */
export class JudgeError extends Error {
  override readonly name = 'JudgeError';
  constructor(
    readonly code: JudgeErrorCode,
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}
