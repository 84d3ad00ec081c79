import { fromUtf8 } from '../../core/encoding/index.js';

const LONGEST_SUBJECT = 256;

/**
 * Whether the agent signs these bytes as a proof of possession: the text of an identity and nothing that could be taken for
 * something else that its key signs. Signed attributes are DER and hold control characters (the length octets of their
 * OIDs); what online mode logs is an object id of 40 hexadecimal digits.
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
