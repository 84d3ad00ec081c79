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
 * The signature and its content as one signed message. gpg takes detached signatures only one at a time, but can verify many
 * such messages in one process. A binary signature of version 3 or 4 covers the same bytes in both forms, because its hash
 * does not include the header of the literal data (RFC 9580 section 5.2.4). Undefined for all others.
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
