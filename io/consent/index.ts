export { agreementsPath, covers, forgetAgreements, readAgreements, remember } from './agreements.js';
export { isPublic, logsOf } from './is-public.js';
export type * from './types.js';
