export type { Credential } from './credentials/index.js';
export { RegistryError, type RegistryErrorCode } from './error.js';
export { LIMITS, type Limits } from './limits.js';
export { type OpenImage, openImage } from './open.js';
export type { RegistryOptions } from './options.js';
export { Repository } from './repository.js';
export { parseMirrors, RegistryRun } from './run.js';
export type { FetchedManifest, ImageName, ImageSource, Referrer, Referrers } from './source.js';
