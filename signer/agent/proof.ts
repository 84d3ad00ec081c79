import { fromUtf8 } from '../../core/encoding/index.js';

const LONGEST_SUBJECT = 256;

/**
 * Whether the agent may sign these bytes as a proof of possession. They must be the text of an identity. They must not be anything
 * else that the key signs: signed attributes are DER and contain control characters (the length octets of their OIDs), and online
 * mode logs an object id of 40 hexadecimal digits.
 */
export function isProvable(subject: Uint8Array): boolean {
  if (subject.length === 0 || subject.length > LONGEST_SUBJECT) return false;
  let text: string;
  try {
    text = fromUtf8(subject);
  } catch {
    return false;
  }
  return !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text) && !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(text);
}
