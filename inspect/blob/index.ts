export { readArtifact, readPublicKey } from './artifact.js';
export { BlobError, type BlobErrorCode } from './error.js';
export { type BundleItem, bundleItems } from './items.js';
export { type BlobRequest, verifyBlob } from './verify.js';
