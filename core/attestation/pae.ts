import { concatBytes, utf8 } from '../encoding/index.js';

/**
 * The bytes that a DSSE signature covers: `DSSEv1`, then the length and the bytes of the payload type and of the payload,
 * separated by single spaces (DSSE protocol.md, "Pre-Authentication Encoding"). Lengths are decimal counts of bytes.
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = utf8(payloadType);
  return concatBytes(utf8(`DSSEv1 ${type.length} `), type, utf8(` ${payload.length} `), payload);
}
