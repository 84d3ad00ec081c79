export { harmless, harmlessField, LONGEST_TEXT } from './harmless.js';
export { harmlessJson } from './json.js';
