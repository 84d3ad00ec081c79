import { latin1, toHex } from '../encoding/index.js';
import { GitObjectError } from './error.js';

/** One entry of a tree. */
export interface TreeEntry {
  /** Octal, as git writes it: 100644, 100755, 120000, 160000, 40000. */
  readonly mode: string;
  readonly id: string;
}

/**
 * The entry of a raw tree (`MODE SP NAME NUL ID` again and again, gitformat-pack(5)) under exactly this name.
 * @param digits of an object id in hex
 * @throws GitObjectError OBJECT_MALFORMED
 */
export function findEntry(tree: Uint8Array, name: string, digits: number): TreeEntry | undefined {
  for (let at = 0; at < tree.length; ) {
    const end = tree.indexOf(0, at);
    const next = end + 1 + digits / 2;
    const space = tree.indexOf(0x20, at);
    if (end < 0 || next > tree.length || space < 0 || space > end)
      throw new GitObjectError('OBJECT_MALFORMED', 'the tree ends within an entry');
    if (latin1(tree.subarray(space + 1, end)) === name)
      return { mode: latin1(tree.subarray(at, space)), id: toHex(tree.subarray(end + 1, next)) };
    at = next;
  }
  return undefined;
}
