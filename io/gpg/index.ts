export type { GpgOptions } from './types.js';
export { GpgVerifier } from './verifier.js';
