export type { Artifact } from './signed-content.js';
export { type BundleInput, verifyBundle } from './verify.js';
