export { GitError, type GitErrorCode } from './error.js';
export { GitObjects } from './objects.js';
export { listRevs, readGitConfig, repositoryInfo, revParse } from './repository.js';
export { git } from './run.js';
export type * from './types.js';
