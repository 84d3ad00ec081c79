export { ManifestError, type ManifestErrorCode } from './error.js';
export { ACCEPT_MANIFEST, MEDIA_TYPE, manifestKind } from './media-types.js';
export { artifactTypeOf, LARGEST_MANIFEST, MOST_LAYERS, MOST_MANIFESTS, parseManifest } from './parse.js';
export { parsePlatform, printPlatform, selectPlatform } from './platform.js';
export type { Annotations, Descriptor, ImageIndex, ImageManifest, Manifest, Platform } from './types.js';
