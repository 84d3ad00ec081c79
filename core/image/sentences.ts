import type { Sentences } from '../finding/index.js';

/** What there is to say about an image besides its verdicts. */
export type ImageRule =
  | 'IMAGE_ONLY_ATTESTED'
  | 'IMAGE_NO_SUCH_ATTESTATION'
  | 'IMAGE_STATEMENT_OF_ANOTHER'
  | 'IMAGE_ATTACHMENT_UNREAD';

/** The sentences about images. */
export const IMAGE_SENTENCES = {
  en: {
    IMAGE_ONLY_ATTESTED: {
      title: 'the image is attested, and not signed',
      says: 'there is no signature, but {count} of another kind: {types}',
      remedy:
        'an attestation says something about an image, not that it may run: have the image signed (cosign sign), or ask for the attestation (verify-attestation)',
    },
    IMAGE_NO_SUCH_ATTESTATION: {
      title: 'the image has no attestation of the type that was asked for',
      says: 'no attestation of the type {type}; there are: {types}',
      remedy: 'ask for one of the types that are there (--type)',
    },
    IMAGE_STATEMENT_OF_ANOTHER: {
      title: 'an attestation in the index is about another image',
      says: '{place} is about another image than the one that the index says',
      remedy: 'do not rely on it: build the image again, and ask who made this index',
    },
    IMAGE_ATTACHMENT_UNREAD: {
      title: 'something that is attached to the image could not be read',
      says: '{place}: {why}',
      remedy: 'ask who runs the registry: it lists something that it does not give, or that is malformed',
    },
  },
} as const satisfies Sentences & { readonly en: Readonly<Record<ImageRule, unknown>> };
