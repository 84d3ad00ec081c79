import { concatBytes, fromHex } from '../../encoding/index.js';
import { writePacket } from './packets.js';
import type { OpenPgpSignature } from './types.js';

const SIGNATURE = 2;
const ONE_PASS = 4;
const LITERAL = 11;
const UNKNOWN_ISSUER = '0000000000000000';

/** The detached signature as a binary packet, without armor. */
export function signaturePacket({ body }: OpenPgpSignature): Uint8Array {
  return writePacket(SIGNATURE, body);
}

/**
 * The signature and what it is over as one signed message, so that gpg verifies many in one process: it takes detached
 * signatures only one at a time. The signature is over the same bytes in both forms when it is a binary one of version 3
 * or 4, whose hash does not cover the header of the literal data (RFC 9580 section 5.2.4); undefined for all others.
 */
export function signedMessage(signature: OpenPgpSignature, payload: Uint8Array): Uint8Array | undefined {
  const { version, type, hashAlgorithm, publicKeyAlgorithm, issuerKeyId = UNKNOWN_ISSUER } = signature;
  if (version > 4 || type !== 0) return undefined;
  const onePass = writePacket(
    ONE_PASS,
    Uint8Array.of(3, type, hashAlgorithm, publicKeyAlgorithm),
    fromHex(issuerKeyId),
    Uint8Array.of(1),
  );
  const header = Uint8Array.of(0x62, 0, 0, 0, 0, 0); // binary, no file name, no date
  return concatBytes(onePass, writePacket(LITERAL, header, payload), signaturePacket(signature));
}
