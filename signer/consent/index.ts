export { isPersons, requireConsent, signatoryOf } from './require.js';
export { AGREED, terminalPort } from './terminal.js';
