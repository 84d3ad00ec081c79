import { utf8 } from '../encoding/index.js';
import { joinObject, type ObjectFormat, objectId, payloadKind } from '../git/index.js';
import { digest } from '../primitives/index.js';

/**
 * SHA-256 digests under which gitsign's online mode may have logged a commit or tag. It is the digest of the 40 hex
 * characters of its SHA-1 id (also in SHA-256 repositories). For tags it may also be that of the id which gitsign 0.16.0 and
 * 0.16.1 computed as if the tag were a commit (gitsign v0.16.0, internal/git/git.go; issues 88 and 89 for 2022). Empty for a
 * payload that is neither.
 */
export function expectedLogDigests(payload: Uint8Array, armor: Uint8Array): Uint8Array[] {
  return expectedLoggedIds(payload, armor).map((id) => digest('sha256', utf8(id)));
}

/** The ids of `expectedLogDigests`: the text that the logged signature covers. */
export function expectedLoggedIds(payload: Uint8Array, armor: Uint8Array): string[] {
  const type = payloadKind(payload);
  if (type !== 'commit' && type !== 'tag') return [];
  const format: ObjectFormat = 'sha1';
  const own = objectId(type, joinObject({ type, payload, armor, format }), format);
  if (type === 'commit') return [own];
  const asCommit = joinObject({ type: 'commit', payload, armor, format });
  return [own, objectId('tag', asCommit, format), objectId('commit', asCommit, format)];
}
