export { CHOOSABLE, choiceLine, type RepositoryChoice, repositoryChoices } from './choices.js';
export { expandHome, nodeRecord, type UserDirectories, userDirectories } from './directories.js';
export { ConfigError, describeOrigin } from './error.js';
export { ownKeys } from './names.js';
export { isFromRepository } from './origin.js';
export { type ConfigSources, type FlagValue, resolveConfig } from './resolve.js';
export {
  bound,
  isUnchanged,
  parseLine,
  SET_UP_SETTINGS,
  setUpValues,
  type TrustedRepository,
  trustedRepositories,
  trustedRepositoriesPath,
} from './set-up-values.js';
export type * from './types.js';
