import { latin1, toHex } from '../../core/encoding/index.js';
import { joinObject, type ObjectFormat, objectId, payloadKind, splitObject } from '../../core/git/index.js';
import { digest } from '../../core/primitives/index.js';
import type { VerdictObject } from '../../core/verdict/index.js';
import type { GitObject } from '../../core/verify/index.js';

/** A payload, its armored signature, and the object that the two form. */
export interface SignedPayload {
  readonly object: VerdictObject;
  readonly payload: Uint8Array;
  readonly armor: Uint8Array;
}

/** The object format of a commit or tag payload, from the length of its first object id. */
export function payloadFormat(payload: Uint8Array): ObjectFormat {
  const head = latin1(payload.subarray(0, 80));
  return /^(?:tree|object) [0-9a-f]{64}\n/.test(head) ? 'sha256' : 'sha1';
}

/**
 * Builds the object from a payload and its signature: the commit or tag with its id, or a blob (push certificates
 * and others).
 */
export function signedPayload(payload: Uint8Array, armor: Uint8Array): SignedPayload {
  const type = payloadKind(payload);
  if (type !== 'commit' && type !== 'tag')
    return { object: { id: `sha256:${toHex(digest('sha256', payload))}`, type: 'blob' }, payload, armor };
  const format = payloadFormat(payload);
  const id = objectId(type, joinObject({ type, payload, armor, format }), format);
  return { object: { id, type }, payload, armor };
}

/** The payload and signature of a raw object that is known to be well-formed; undefined if it is not signed. */
export function signedPayloadOf({ id, type, raw, format }: GitObject): SignedPayload | undefined {
  const { payload, signature } = splitObject(type, raw, format);
  return signature && { object: { id, type }, payload, armor: signature.armor };
}
