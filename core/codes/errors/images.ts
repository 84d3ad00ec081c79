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
  IMAGE_WITHOUT_DOCUMENT: [
    'an image has no document of the kind that was asked for',
    'see what is attached to it: waxseal image tree',
  ],
  IMAGE_DOCUMENTS_SEVERAL: [
    'one document was to be printed, and there are several',
    'ask for one platform (--platform), or take them from --format json',
  ],
  IMAGE_EXPORT_FOLDER_USED: [
    'the folder into which an image was to be exported is not empty',
    'name a folder that is not there yet',
  ],
  IMAGE_EXPORT_INCOMPLETE: [
    'something that is attached to an image could not be copied',
    'try again when the registry gives everything that it lists',
  ],
} as const satisfies ErrorTable;
