import { utf8 } from '../encoding/index.js';
import { hexOfParts } from '../primitives/index.js';
import type { ObjectFormat, ObjectType } from './types.js';

/** Object id in lower-case hex: the hash of `type SP length NUL raw` (gitformat-loose). */
export function objectId(type: ObjectType, raw: Uint8Array, format: ObjectFormat): string {
  return hexOfParts(format, utf8(`${type} ${raw.length}\0`), raw);
}
