import type { REFERENCE_ERRORS } from '../../codes/errors/registry.js';
import { harmless } from '../../harmless/index.js';

/** What cannot be read, as a stable code. */
export type ImageReferenceErrorCode = keyof typeof REFERENCE_ERRORS;

/** The name of an image, a digest or a platform that is not written as its grammar says. `message` is one harmless line. */
export class ImageReferenceError extends Error {
  override readonly name = 'ImageReferenceError';
  constructor(
    readonly code: ImageReferenceErrorCode,
    message: string,
    readonly hint: string,
  ) {
    super(harmless(message));
  }
}
