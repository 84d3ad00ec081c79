import { decodePem, EncodingError, encodePem, utf8 } from '../encoding/index.js';
import { CmsError } from './error.js';

const LABEL = 'SIGNED MESSAGE';

/** Enough for any DER that this program reads (1 MiB). */
const MAX_ARMOR = 3 << 19;

/**
 * The DER inside `-----BEGIN SIGNED MESSAGE-----` armor: exactly one strict PEM block (RFC 7468 section 3) and nothing else,
 * as gitsign, smimesign and gpgsm write it.
 * @throws CmsError ARMOR_MALFORMED
 */
export function decodeArmor(armor: Uint8Array): Uint8Array {
  if (armor.length > MAX_ARMOR) throw new CmsError('ARMOR_MALFORMED', 'the armored signature is too large');
  try {
    return decodePem(LABEL, armor);
  } catch (error) {
    if (error instanceof EncodingError) throw new CmsError('ARMOR_MALFORMED', error.message);
    throw error;
  }
}

/** The armor gitsign writes, as ASCII bytes: 64-column base64, LF, final newline. */
export function encodeArmor(der: Uint8Array): Uint8Array {
  return utf8(encodePem(LABEL, der));
}
