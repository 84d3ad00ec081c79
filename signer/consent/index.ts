export { agreementsPath, forgetAgreements, readAgreements, remember } from './agreements.js';
export { isPublic, logsOf } from './is-public.js';
export { isPersons, requireConsent } from './require.js';
export { AGREED, terminalPort } from './terminal.js';
export type * from './types.js';
