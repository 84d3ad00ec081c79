export { openHistory } from './open.js';
export { type OneObject, readOne } from './read-one.js';
export { isWalk } from './selection.js';
export { tagBelow } from './tag-below.js';
export type * from './types.js';
export { userConfigWithoutGit } from './user-config.js';
