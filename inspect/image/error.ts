import type { IMAGE_ERRORS } from '../../core/codes/errors/images.js';
import { harmless } from '../../core/harmless/index.js';

/** Why a question about an image has no answer. */
export type ImageErrorCode = keyof typeof IMAGE_ERRORS;

/** There is no image to look at, or too much beside it. `message` is one harmless line; `hint` says what to do. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
  constructor(
    readonly code: ImageErrorCode,
    message: string,
    readonly hint: string,
  ) {
    super(harmless(message));
  }
}
