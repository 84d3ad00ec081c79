import { concatBytes, utf8 } from '../encoding/index.js';

/**
 * What a DSSE signature is over: `DSSEv1`, then length and bytes of payload type and payload, separated by single spaces
 * (DSSE protocol.md, "Pre-Authentication Encoding"). Lengths are decimal counts of bytes.
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = utf8(payloadType);
  return concatBytes(utf8(`DSSEv1 ${type.length} `), type, utf8(` ${payload.length} `), payload);
}
