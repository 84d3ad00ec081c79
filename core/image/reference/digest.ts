import { digestHex } from '../../primitives/index.js';
import { ImageReferenceError } from './error.js';

type Algorithm = 'sha256' | 'sha512';

/** The digest of a manifest or a blob: the algorithm, a colon, lower-case hexadecimal (OCI image specification, descriptor). */
export type ImageDigest = `${Algorithm}:${string}`;

/** Hexadecimal digits of each algorithm that the specification registers and that is secure. */
const DIGITS: Readonly<Record<Algorithm, number>> = { sha256: 64, sha512: 128 };
const LONGEST_SHOWN = 80;
/** Of a digest, the OCI distribution specification puts at most this much into the tag of its referrers. */
const TAG_DIGITS = 64;
const LONGEST_TAG = 128;

/**
 * The digest that `text` is.
 * @throws ImageReferenceError IMAGE_DIGEST_MALFORMED, IMAGE_DIGEST_NOT_SUPPORTED
 */
export function parseDigest(text: string): ImageDigest {
  const colon = text.indexOf(':');
  const [algorithm, hex] = [text.slice(0, Math.max(colon, 0)), text.slice(colon + 1)];
  const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  if (!/^[a-z0-9]+(?:[+._-][a-z0-9]+)*$/.test(algorithm))
    throw malformed(`"${shown}" has no algorithm before the colon`);
  if (!Object.hasOwn(DIGITS, algorithm))
    throw new ImageReferenceError(
      'IMAGE_DIGEST_NOT_SUPPORTED',
      `"${shown}" is a digest of an algorithm that is not used here`,
      'use the sha256: or sha512: digest of the image',
    );
  const digits = DIGITS[algorithm as Algorithm];
  if (hex.length !== digits || !/^[0-9a-f]+$/.test(hex))
    throw malformed(`"${shown}" has not ${digits} lower-case hexadecimal digits after the colon`);
  return `${algorithm as Algorithm}:${hex}`;
}

/** True if `text` is a digest that {@link parseDigest} accepts. */
export function isDigest(text: string): text is ImageDigest {
  const [, algorithm, hex = ''] = /^(sha256|sha512):([0-9a-f]+)$/.exec(text) ?? [];
  return algorithm !== undefined && hex.length === DIGITS[algorithm as Algorithm];
}

/** The hash algorithm of a digest. */
export function algorithmOf(digest: ImageDigest): Algorithm {
  return digest.startsWith('sha256:') ? 'sha256' : 'sha512';
}

/** The digest of `bytes`. */
export function digestOf(bytes: Uint8Array, algorithm: Algorithm = 'sha256'): ImageDigest {
  return `${algorithm}:${digestHex(algorithm, bytes)}`;
}

/** True if `bytes` are what the digest names. */
export function matchesDigest(digest: ImageDigest, bytes: Uint8Array): boolean {
  return digestOf(bytes, algorithmOf(digest)) === digest;
}

/** The tag under which a registry without the referrers API lists what refers to a manifest (OCI distribution 1.1, "Referrers Tag Schema"). */
export function referrersTag(digest: ImageDigest): string {
  const algorithm = algorithmOf(digest);
  return `${algorithm}-${digest.slice(algorithm.length + 1, algorithm.length + 1 + TAG_DIGITS)}`;
}

/**
 * The tag under which cosign keeps what it attached to a manifest: `[prefix]sha256-….sig`. Undefined where the tag would be longer
 * than a tag may be, as for every sha512 digest: no registry can have it.
 */
export function attachmentTag(
  digest: ImageDigest,
  suffix: 'sig' | 'att' | 'sbom',
  prefix = '',
): string | undefined {
  const tag = `${prefix}${digest.replace(':', '-')}.${suffix}`;
  return tag.length > LONGEST_TAG ? undefined : tag;
}

function malformed(message: string): ImageReferenceError {
  return new ImageReferenceError(
    'IMAGE_DIGEST_MALFORMED',
    message,
    'write sha256: and 64 hexadecimal digits, or sha512: and 128',
  );
}
