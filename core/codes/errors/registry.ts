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

/** A registry gave no usable answer. */
export const REGISTRY_ERRORS = {
  REGISTRY_NEEDS_SIGN_IN: [
    'a registry wants credentials, and there are none for it',
    'docker login, skopeo login or crane auth login to the registry, or use --registry-username; the name may also be wrong',
  ],
  REGISTRY_CREDENTIALS_REFUSED: [
    'a registry does not accept the credentials',
    'log in to the registry again; the message says where the credentials come from',
  ],
  REGISTRY_FORBIDDEN: [
    'a registry refuses access to the repository',
    'ask its owner for the right to pull, or check the name of the repository',
  ],
  REGISTRY_SIGN_IN_UNUSABLE: [
    'a registry asks for a sign-in that is not used here',
    'check the name of the registry; only Basic and Bearer with a token server of its own kind are used',
  ],
  IMAGE_NOT_FOUND: [
    'the repository has no image of this tag or digest',
    'check the tag or the digest: crane ls REPOSITORY lists the tags',
  ],
  REPOSITORY_NOT_FOUND: ['a registry has no such repository', 'check the name of the image'],
  BLOB_NOT_FOUND: [
    'a registry lacks a part of an image',
    'the image was not pushed completely, or a part was deleted: push it again',
  ],
  REGISTRY_BUSY: [
    'a registry has had too many requests from here',
    'wait as long as the message says, or log in: registries allow more to those who do',
  ],
  REGISTRY_UNAVAILABLE: ['a registry does not work right now', 'try again later; the message has its status'],
  REGISTRY_STATUS: [
    'a registry answered with a status that is none of its protocol',
    'check that the host is a registry; the message has the status and what it says',
  ],
  REGISTRY_DIGEST_WRONG: [
    'a registry gave other bytes than those that the digest names',
    'do not use the image: the registry, a mirror or a proxy changed or damaged it',
  ],
  REGISTRY_DIGEST_HEADER_WRONG: [
    'the digest that a registry states is not that of the bytes that it gave',
    'do not use the image: ask who runs the registry; a proxy may change what it sends',
  ],
  REGISTRY_SIZE_WRONG: [
    'something has another size than the manifest says',
    'do not use the image: have it pushed again',
  ],
  REGISTRY_TOO_MUCH: [
    'a registry gives more than is read',
    'check the image; the message says which limit it is',
  ],
  REGISTRY_REDIRECT_REFUSED: [
    'a registry sends the request to a place that is not gone to',
    'ask who runs the registry: from https: it may lead neither to http: nor into a private network',
  ],
  REGISTRY_ENDLESS: [
    'a registry leads in a circle, or to more pages than are read',
    'ask who runs the registry',
  ],
  REGISTRY_ANSWER_MALFORMED: [
    'an answer of a registry is not what its protocol says',
    'check that the host is a registry, and not a page that asks for a sign-in',
  ],
  CREDENTIALS_OVER_HTTP: [
    'credentials would go over an unencrypted connection',
    'use https: for the registry, or --allow-http-registry if the network is yours',
  ],
} as const satisfies ErrorTable;

/** The credentials for a registry could not be had. */
export const CREDENTIAL_ERRORS = {
  CREDENTIALS_UNREADABLE: [
    'a file with credentials for registries cannot be read',
    'correct the file, or remove it and log in again; the message names it',
  ],
  CREDENTIAL_HELPER_FAILED: [
    'a credential helper did not give credentials',
    'run it by hand, or log in again; the message names it and what it said',
  ],
} as const satisfies ErrorTable;

/** A folder or an archive is not the image that it should be. */
export const LAYOUT_ERRORS = {
  LAYOUT_MALFORMED: [
    'a folder or an archive is no OCI layout',
    'name the folder with oci-layout and index.json, or make it again: skopeo copy … oci:DIR',
  ],
  LAYOUT_AMBIGUOUS: [
    'a folder or an archive holds several images',
    'name one of them by its tag: oci:DIR:TAG; the message lists them',
  ],
  ARCHIVE_MALFORMED: [
    'a tar archive is damaged, or made to mislead',
    'make it again; links and names that lead outside are never followed',
  ],
  ARCHIVE_WITHOUT_MANIFEST: [
    'an archive of an old docker save has no manifest, so no signature can belong to it',
    'save it with Docker 25 or newer, or with skopeo copy docker://… oci-archive:FILE',
  ],
} as const satisfies ErrorTable;
