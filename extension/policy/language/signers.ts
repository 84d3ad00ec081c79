import { isMap, isSeq } from 'yaml';
import type { Step } from './schema.js';
import { memberOf, namesOf, nodeAt, wordOf } from './tree.js';

/** Whether the words at a path are names of signers that the policy describes. */
export function namesSigners(path: readonly Step[]): boolean {
  const [list, item, field] = path;
  if (typeof item !== 'number') return false;
  if (list === 'rules') return field === 'signers' || field === 'merges';
  return list === 'revoked' && field === 'signer';
}

/** The names of the signers that a policy describes. */
export function signerNames(root: unknown): string[] {
  return namesOf(nodeAt(root, ['signers']));
}

/** How a policy describes a signer: `issuer: https://…`, one line for each field. Empty when it does not describe them. */
export function signerLines(root: unknown, name: string): string[] {
  const node = nodeAt(root, ['signers', name]);
  const ways = isSeq(node) ? node.items : [node];
  return ways.flatMap((way) => {
    if (!isMap(way)) return [];
    return namesOf(way).map((field) => {
      const value = memberOf(way, field);
      const words = isSeq(value) ? value.items.map(wordOf).join(', ') : wordOf(value);
      return `${field}: ${words ?? ''}`;
    });
  });
}
