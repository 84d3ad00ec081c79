export { harmless, harmlessField, LONGEST_TEXT } from './harmless.js';
