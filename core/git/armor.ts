import { startsAt } from '../encoding/index.js';
import type { ArmorKind } from './types.js';

// The first lines by which git recognizes a signature (gpg-interface.c: openpgp_sigs, x509_sigs, ssh_sigs).
const OPENINGS: readonly (readonly [Exclude<ArmorKind, 'unknown'>, Uint8Array])[] = (
  [
    ['openpgp', '-----BEGIN PGP SIGNATURE-----'],
    ['openpgp', '-----BEGIN PGP MESSAGE-----'],
    ['cms', '-----BEGIN SIGNED MESSAGE-----'],
    ['ssh', '-----BEGIN SSH SIGNATURE-----'],
  ] as const
).map(([kind, line]) => [kind, Uint8Array.from(line, (c) => c.charCodeAt(0))] as const);

/**
 * The kind of signature that starts at `at`, as git recognizes it: by the first bytes alone (gpg-interface.c,
 * get_format_by_sig). `unknown` where git knows none.
 */
export function armorKind(bytes: Uint8Array, at = 0): ArmorKind {
  if (bytes[at] !== 0x2d) return 'unknown';
  return OPENINGS.find(([, opening]) => startsAt(bytes, opening, at))?.[0] ?? 'unknown';
}
