import { latin1 } from '../../encoding/index.js';
import { digest } from '../../primitives/index.js';
import { Bound } from './bound.js';
import { SshSignatureError } from './error.js';
import { readKeyText } from './key-text.js';
import { KRL_MAGIC, type Krl, parseKrl, type RevokedCertificates } from './krl.js';
import { linesOf } from './lines.js';
import type { SshCertificate, SshKey } from './types.js';

/** What a revocation file revokes: a list of public keys, or a key revocation list. */
export type SshRevocation =
  | { readonly kind: 'keys'; readonly keys: ReadonlySet<string> }
  | { readonly kind: 'krl'; readonly krl: Krl };

const LARGEST = 1 << 24;
/** Keys of one list. */
const MOST_KEYS = 1 << 18;

function tooLarge(): SshSignatureError {
  return new SshSignatureError(
    'SSH_REVOCATION_TOO_LARGE',
    `the revocation file has more than ${LARGEST} bytes or ${MOST_KEYS} keys`,
  );
}

function parseKeyList(text: string): ReadonlySet<string> {
  const keys = new Set<string>();
  const size = new Bound(MOST_KEYS, tooLarge);
  for (const { text: raw, line } of linesOf(text)) {
    const entry = raw.trim();
    if (entry === '' || entry.startsWith('#')) continue;
    size.spend(1);
    try {
      keys.add(latin1(readKeyText(entry).plainBlob));
    } catch (error) {
      if (!(error instanceof SshSignatureError)) throw error;
      throw new SshSignatureError(
        'SSH_REVOCATION_MALFORMED',
        `line ${line} of the revocation file: ${error.message}`,
      );
    }
  }
  return keys;
}

/**
 * Reads a revocation file as `gpg.ssh.revocationFile` names it (ssh-keygen(1) -Y verify -r): a binary key revocation list, or
 * one public key in each line. One wrong line makes the whole file unusable, because nobody knows what it should have
 * revoked.
 * @throws SshSignatureError SSH_REVOCATION_MALFORMED, SSH_REVOCATION_TOO_LARGE
 */
export function parseSshRevocation(file: Uint8Array): SshRevocation {
  if (file.length > LARGEST) throw tooLarge();
  if (latin1(file.subarray(0, KRL_MAGIC.length)) === KRL_MAGIC) return { kind: 'krl', krl: parseKrl(file) };
  return { kind: 'keys', keys: parseKeyList(latin1(file)) };
}

/** Says what is revoked, for people: the key, its certificate, or the authority of the certificate; undefined when nothing is. */
export function sshRevoked(revocation: SshRevocation, key: SshKey): string | undefined {
  const authority = key.certificate?.authority;
  if (isKeyRevoked(revocation, key)) return 'the key is revoked';
  if (revocation.kind === 'krl' && key.certificate && isCertificateRevoked(revocation.krl, key.certificate))
    return 'the certificate is revoked';
  if (authority && isKeyRevoked(revocation, authority))
    return 'the authority that issued the certificate is revoked';
  return undefined;
}

function isKeyRevoked(revocation: SshRevocation, { plainBlob }: SshKey): boolean {
  if (revocation.kind === 'keys') return revocation.keys.has(latin1(plainBlob));
  const { keys, sha1, sha256 } = revocation.krl;
  return (
    keys.has(latin1(plainBlob)) ||
    (sha1.size > 0 && sha1.has(latin1(digest('sha1', plainBlob)))) ||
    (sha256.size > 0 && sha256.has(latin1(digest('sha256', plainBlob))))
  );
}

function isCertificateRevoked(krl: Krl, certificate: SshCertificate): boolean {
  const authority = latin1(certificate.authority.plainBlob);
  return krl.certificates.some(
    (revoked) =>
      (revoked.authority === '' || revoked.authority === authority) && covers(revoked, certificate),
  );
}

/** Serial number 0 means that the authority gave none, so a number never revokes it (krl.c, is_cert_revoked). */
function covers({ serials, keyIds }: RevokedCertificates, certificate: SshCertificate): boolean {
  const { serial, keyId } = certificate;
  if (keyIds.has(keyId)) return true;
  return serial !== 0n && serials.has(serial);
}
