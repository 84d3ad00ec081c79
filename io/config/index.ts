export { mayRepositorySetTrust, type UserDirectories, userDirectories } from './directories.js';
export { ConfigError } from './error.js';
export { type ConfigSources, resolveConfig } from './resolve.js';
export type * from './types.js';
