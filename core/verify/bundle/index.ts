export { type SignatureParts, verifyParts } from './parts.js';
export type { Artifact, ArtifactHash } from './signed-content.js';
export { type BundleInput, readBundle, verifyBundle } from './verify.js';
