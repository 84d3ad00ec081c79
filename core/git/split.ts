import { startsAt, utf8 } from '../encoding/index.js';
import { GitObjectError } from './error.js';
import { splitCommit } from './split-commit.js';
import { splitTag } from './split-tag.js';
import type { ObjectFormat, SplitObject } from './types.js';

const LF = 0x0a;
const FIRST = { commit: utf8('tree '), tag: utf8('object ') } as const;
const HEX_DIGITS = { sha1: 40, sha256: 64 } as const;

/** True when the first line is `<word> <object id>` in this format. */
function beginsWithId(type: 'commit' | 'tag', raw: Uint8Array, format: ObjectFormat): boolean {
  const start = FIRST[type].length;
  const end = start + HEX_DIGITS[format];
  if (!startsAt(raw, FIRST[type], 0) || raw[end] !== LF) return false;
  return raw
    .subarray(start, end)
    .every((octet) => (octet >= 0x30 && octet <= 0x39) || (octet >= 0x61 && octet <= 0x66));
}

/**
 * Splits a raw commit or tag (without `commit N\0` in front) into what was signed and the signature over it, byte for byte as
 * git hands them to a verifier. `format` is that of the repository: of two signatures, the one over this format counts. The
 * first line must name the tree (commit) or the object (tag), so that a signature over a commit never passes as one over a
 * tag, or the reverse.
 * @throws GitObjectError
 */
export function splitObject(type: 'commit' | 'tag', raw: Uint8Array, format: ObjectFormat): SplitObject {
  if (!beginsWithId(type, raw, format))
    throw new GitObjectError(
      'OBJECT_MALFORMED',
      `the ${type} does not begin with "${type === 'commit' ? 'tree' : 'object'}" and a ${format} object id`,
    );
  return type === 'commit' ? splitCommit(raw, format) : splitTag(raw);
}
