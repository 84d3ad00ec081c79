import { harmless } from '../../../core/harmless/index.js';

/** Turns text from outside into Markdown that shows exactly that text: no markup, link, image, HTML or autolink. */
export function escaped(text: string): string {
  return harmless(text)
    .replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c] ?? c)
    .replace(/[\\`*_{}[\]()#+\-!|~:/@."'$^=]/g, '\\$&');
}
