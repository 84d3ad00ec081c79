export { isPersons, requireConsent } from './require.js';
export { AGREED, terminalPort } from './terminal.js';
