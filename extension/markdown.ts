import { harmless } from '../core/harmless/index.js';

/** Text from outside as Markdown that shows just that text: no markup, link, image, HTML or autolink comes of it. */
export function escaped(text: string): string {
  return harmless(text)
    .replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c] ?? c)
    .replace(/[\\`*_{}[\]()#+\-!|~:/@."'$^=]/g, '\\$&');
}
