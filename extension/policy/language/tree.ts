import { isMap, isPair, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import { isBounded, parseYaml } from '../../../core/repository-policy/editing.js';
import type { Step } from './schema.js';

/** A word of a policy and its position. */
export interface Place {
  readonly scalar: Scalar;
  readonly role: 'key' | 'value';
  /** The path from the top to the value; for a key, to the mapping that contains it. */
  readonly path: readonly Step[];
  /** The mapping that contains the key. */
  readonly map?: YAMLMap;
}

/** The tree of a text that may contain any error. Undefined when the text is too large or nested too deep. */
export function parseLoosely(text: string): Node | null | undefined {
  if (!isBounded(text)) return undefined;
  const { contents } = parseYaml(text, {
    strict: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    version: '1.2',
  });
  return contents;
}

/** The text of a scalar as its author wrote it: digits do not become a number. */
export function wordOf(node: unknown): string | undefined {
  if (!isScalar(node)) return undefined;
  const { value, source } = node;
  return typeof value === 'string' ? value : (source ?? (value === null ? '' : String(value)));
}

/** The first word, in text order, for which `wanted` is true. The depth was already limited by the caller. */
export function findWord(
  node: unknown,
  wanted: (scalar: Scalar) => boolean,
  path: readonly Step[] = [],
): Place | undefined {
  if (isScalar(node)) return wanted(node) ? { scalar: node, role: 'value', path } : undefined;
  if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      const found = findWord(item, wanted, [...path, index]);
      if (found) return found;
    }
  }
  if (!isMap(node)) return undefined;
  for (const pair of node.items) {
    if (!isPair(pair)) continue;
    const { key, value } = pair;
    if (isScalar(key) && wanted(key)) return { scalar: key, role: 'key', path, map: node };
    const found = findWord(value, wanted, [...path, wordOf(key) ?? '']);
    if (found) return found;
  }
  return undefined;
}

/** The node at a path; undefined when there is none. */
export function nodeAt(root: unknown, path: readonly Step[]): unknown {
  let node = root;
  for (const step of path) {
    if (typeof step === 'number') node = isSeq(node) ? node.items[step] : undefined;
    else node = isMap(node) ? memberOf(node, step) : undefined;
  }
  return node;
}

/** The value of one field of a mapping. */
export function memberOf(map: YAMLMap, name: string): unknown {
  return map.items.find((pair) => isPair(pair) && wordOf(pair.key) === name)?.value;
}

/** The names of a mapping's fields. */
export function namesOf(node: unknown): string[] {
  if (!isMap(node)) return [];
  return node.items
    .map((pair) => wordOf(pair.key))
    .filter((name) => name !== undefined && name !== '') as string[];
}
