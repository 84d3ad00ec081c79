export { expandHome, mayRepositorySetTrust, type UserDirectories, userDirectories } from './directories.js';
export { ConfigError, describeOrigin } from './error.js';
export { ownKeys } from './names.js';
export { type ConfigSources, type FlagValue, resolveConfig } from './resolve.js';
export type * from './types.js';
