export { bundlesIn } from './collection.js';
export { BundleError, type BundleErrorCode } from './error.js';
export { withRefusal } from './fields.js';
export { LARGEST_BUNDLE, parseBundle } from './parse.js';
export type * from './types.js';
