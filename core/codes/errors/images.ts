import type { ErrorTable } from '../types.js';

/** A question about an image could not be answered. */
export const IMAGE_ERRORS = {
  IMAGE_PLATFORM_NOT_FOUND: [
    'the index has no image for the platform that was asked for',
    'ask for one of the platforms that the message lists (--platform)',
  ],
  IMAGE_TOO_MUCH_ATTACHED: [
    'more is attached to an image than is read',
    'ask who runs the repository: nobody needs thousands of signatures of one image',
  ],
} as const satisfies ErrorTable;
