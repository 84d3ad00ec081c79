export { type TrustedEntry, type TrustedList, trustedLists } from './entries.js';
export { TRUST_SENTENCES, trustItems } from './items.js';
export { periodText, sourceText } from './words.js';
