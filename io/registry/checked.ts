import { type Descriptor, type ImageDigest, ManifestError, manifestKind } from '../../core/image/index.js';
import { RegistryError } from './error.js';
import type { FetchedManifest } from './source.js';

/**
 * The manifest, if it is what a descriptor says: its size, and an image or an index.
 * @throws RegistryError REGISTRY_SIZE_WRONG; ManifestError MANIFEST_AMBIGUOUS
 */
export function checkedManifest(
  place: string,
  fetched: FetchedManifest,
  wanted: ImageDigest | Descriptor,
): FetchedManifest {
  if (typeof wanted === 'string') return fetched;
  const { digest, size, mediaType } = wanted;
  if (fetched.bytes.length !== size) throw sizeError(place, digest, size, fetched.bytes.length);
  const kind = manifestKind(mediaType);
  if (kind !== undefined && kind !== fetched.manifest.kind)
    throw new ManifestError(
      'MANIFEST_AMBIGUOUS',
      `${digest} is listed as ${mediaType} and is an ${fetched.manifest.kind}`,
    );
  return fetched;
}

/** Something has another size than its descriptor says. */
export function sizeError(place: string, digest: ImageDigest, size: number, found: number): RegistryError {
  return new RegistryError(
    'REGISTRY_SIZE_WRONG',
    place,
    `${digest} should have ${size} bytes and has ${found}`,
    'do not use the image: have it pushed again',
  );
}
