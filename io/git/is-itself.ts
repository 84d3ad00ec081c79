import { objectId } from '../../core/git/object-id.js';
import type { GitObject } from './types.js';

const SHA256_DIGITS = 64;

/**
 * Whether the bytes of an object hash to its id. git hashes what it writes and what it fetches, but not what it
 * reads (git-fsck(1)). So whoever can write files into a repository can store other bytes under an id.
 */
export function isItself({ id, type, raw }: GitObject): boolean {
  return objectId(type, raw, id.length === SHA256_DIGITS ? 'sha256' : 'sha1') === id;
}
