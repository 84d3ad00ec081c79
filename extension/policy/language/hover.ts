import type { Hovered } from '../reading-calls.js';
import type { PolicySchema } from './schema.js';
import { namesSigners, signerLines } from './signers.js';
import { findWord, parseLoosely, wordOf } from './tree.js';

/** What is known about the word at an offset of a policy. */
export function hover(text: string, offset: number, schema: PolicySchema): Hovered | undefined {
  const root = parseLoosely(text);
  const place = findWord(root, ({ range }) => !!range && range[0] <= offset && offset <= range[1]);
  if (!place?.scalar.range) return undefined;
  const { scalar, role, path } = place;
  const [start, end] = place.scalar.range;
  const word = wordOf(scalar) ?? '';
  const at = { start, end };
  const lines = signerLines(root, word);
  if (role === 'value' && namesSigners(path))
    return lines.length > 0 ? { ...at, title: word, lines } : undefined;
  const full = role === 'key' ? [...path, word] : path;
  const field = full.findLast((step) => typeof step === 'string');
  const description = schema.describes(full);
  if (description !== undefined) return { ...at, title: String(field), description, lines: [] };
  return role === 'key' && path.length === 1 && path[0] === 'signers'
    ? { ...at, title: word, lines }
    : undefined;
}
