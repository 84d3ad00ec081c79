/**
 * The DER inside `-----BEGIN SIGNED MESSAGE-----` armor (strict PEM, one block, nothing around it).
 * @throws CmsError ARMOR_MALFORMED
 */
export function decodeArmor(_armor: Uint8Array): Uint8Array {
  throw new Error('not yet');
}

/** The armor gitsign writes: 64-column base64, LF, final newline; ASCII bytes. */
export function encodeArmor(_der: Uint8Array): Uint8Array {
  throw new Error('not yet');
}
