export { asItIs, BY_COMMITS } from './as-it-is.js';
export { childEnvironment } from './child-env.js';
export { readGitConfig } from './config.js';
export { GitError, type GitErrorCode } from './error.js';
export { listRevs } from './list-revs.js';
export { GitObjects } from './objects.js';
export { repositoryInfo, revParse } from './repository.js';
export { git } from './run.js';
export type * from './types.js';
