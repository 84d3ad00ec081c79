import { harmless } from '../harmless/index.js';

const ENTITY: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text from outside as XML 1.0 text or as the value of an attribute: no markup, and no character that XML forbids. */
export function xmlText(text: string): string {
  return harmless(text).replace(/[&<>"']/g, (character) => ENTITY[character] ?? '');
}
