import { ManifestError } from '../../core/image/index.js';

/** What is wrong with one thing that a registry has, and with nothing else of it. */
const OF_ONE_THING: ReadonlySet<unknown> = new Set([
  'IMAGE_NOT_FOUND',
  'BLOB_NOT_FOUND',
  'REGISTRY_DIGEST_WRONG',
  'REGISTRY_DIGEST_HEADER_WRONG',
  'REGISTRY_SIZE_WRONG',
  'REGISTRY_TOO_MUCH',
]);

/**
 * Why one attachment cannot be used, in one line. It then hides no other.
 * @throws every error that is about the registry or the network: it must never look as if nothing were attached
 */
export function unusable(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  const code = 'code' in error ? error.code : undefined;
  if (error instanceof ManifestError || OF_ONE_THING.has(code)) return error.message;
  throw error;
}
