export { agreementsPath, covers, forgetAgreements, readAgreements, remember } from './agreements.js';
export {
  type AllowedCommitter,
  allowCommitter,
  allowedCommitters,
  allowedCommittersPath,
} from './committers.js';
export { isPublic, logsOf } from './is-public.js';
export type * from './types.js';
