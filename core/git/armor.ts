import type { ArmorKind } from './types.js';

/** The kind of signature that armored bytes begin with, as git recognizes it (gpg-interface.c, `get_format_by_sig`). */
export function armorKind(_armor: Uint8Array): ArmorKind {
  throw new Error('not yet');
}
