import type { ErrorTable } from '../types.js';

/** The name of an image, a digest or a platform cannot be read. */
export const REFERENCE_ERRORS = {
  REFERENCE_MALFORMED: [
    'the name of an image cannot be read',
    'write it as [HOST[:PORT]/]REPOSITORY[:TAG][@sha256:DIGEST], in lower case and without https://',
  ],
  IMAGE_DIGEST_MALFORMED: [
    'a digest is not written as one',
    'write sha256: and 64 hexadecimal digits, or sha512: and 128, in lower case',
  ],
  IMAGE_DIGEST_NOT_SUPPORTED: [
    'a digest is of an algorithm that is not used here',
    'use the sha256: or sha512: digest of the image',
  ],
  PLATFORM_MALFORMED: [
    'a platform cannot be read',
    'write it as OS/ARCHITECTURE[/VARIANT], e.g. linux/arm64',
  ],
} as const satisfies ErrorTable;

/** What a registry or a file gave as the manifest of an image cannot be used. */
export const MANIFEST_ERRORS = {
  MANIFEST_MALFORMED: [
    'a manifest is not one that its format allows',
    'have it pushed again by a program that follows the OCI image specification',
  ],
  MANIFEST_AMBIGUOUS: [
    'a manifest means different things to different readers',
    'do not use the image: have it pushed again, and ask who made it',
  ],
  MANIFEST_TYPE_NOT_SUPPORTED: [
    'something is neither an image manifest nor an index',
    'have it pushed again as OCI or Docker schema 2; schema 1 cannot be verified',
  ],
  MANIFEST_TOO_LARGE: [
    'a manifest is larger, or has more entries, than is read',
    'check the image: registries themselves refuse manifests above 4 MiB',
  ],
} as const satisfies ErrorTable;
