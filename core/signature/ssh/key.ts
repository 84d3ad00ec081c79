import { concatBytes, utf8 } from '../../encoding/index.js';
import { readCertificate } from './certificate.js';
import { type SshErrorCode, SshSignatureError } from './error.js';
import { type Curve, readEcdsa, readEd25519, readRsa } from './spki.js';
import type { SshKey } from './types.js';
import { SshReader, sshString } from './wire.js';

type Material = Pick<SshKey, 'algorithm' | 'spki' | 'bits' | 'application'>;

function ecdsa(curve: Curve): (reader: SshReader) => Material {
  return (reader) => ({ algorithm: 'ecdsa', spki: readEcdsa(reader, curve) });
}

const PLAIN: ReadonlyMap<string, (reader: SshReader) => Material> = new Map([
  ['ssh-ed25519', (reader) => ({ algorithm: 'ed25519', spki: readEd25519(reader) })],
  ['ssh-rsa', (reader) => ({ algorithm: 'rsa', ...readRsa(reader) })],
  ['ecdsa-sha2-nistp256', ecdsa('nistp256')],
  ['ecdsa-sha2-nistp384', ecdsa('nistp384')],
  ['ecdsa-sha2-nistp521', ecdsa('nistp521')],
  [
    'sk-ssh-ed25519@openssh.com',
    (reader) => ({ algorithm: 'ed25519', spki: readEd25519(reader), application: reader.text() }),
  ],
  [
    'sk-ecdsa-sha2-nistp256@openssh.com',
    (reader) => ({ algorithm: 'ecdsa', spki: readEcdsa(reader, 'nistp256'), application: reader.text() }),
  ],
]);

const CERTIFICATE = /^(.*)-cert-v01(@openssh\.com)$/;

/** `ssh-ed25519` for `ssh-ed25519-cert-v01@openssh.com`; undefined when `type` is not that of a certificate. */
function plainTypeOfCertificate(type: string): string | undefined {
  const base = CERTIFICATE.exec(type)?.[1];
  if (base === undefined) return undefined;
  return base.startsWith('sk-') ? `${base}@openssh.com` : base;
}

/** True for the types of key and certificate this program reads. */
export function isKnownKeyType(type: string): boolean {
  return PLAIN.has(plainTypeOfCertificate(type) ?? type);
}

function unsupported(type: string): SshSignatureError {
  if (type === 'ssh-dss') return new SshSignatureError('SSH_KEY_WEAK', 'DSA keys (ssh-dss) are not accepted');
  const shown = /^[\x21-\x7e]{1,64}$/.test(type) ? `type "${type}"` : 'an unknown type';
  return new SshSignatureError('SSH_NOT_SUPPORTED', `SSH keys of ${shown} are not supported`);
}

/**
 * Parses `blob` as one public key or certificate, with nothing after it. `code` is for the error of a malformed one.
 * @throws SshSignatureError `code`, SSH_CERTIFICATE_MALFORMED, SSH_KEY_WEAK (DSA) or SSH_NOT_SUPPORTED
 */
export function parseSshKey(
  blob: Uint8Array,
  code: SshErrorCode = 'SSH_KEY_MALFORMED',
  certificates: 'allowed' | 'refused' = 'allowed',
): SshKey {
  const reader = new SshReader(blob, 'the SSH public key', code);
  const type = reader.text();
  const certified = plainTypeOfCertificate(type);
  const plainType = certified ?? type;
  const readMaterial = PLAIN.get(plainType);
  if (!readMaterial) throw unsupported(type);
  if (certified === undefined) {
    const material = readMaterial(reader);
    reader.end();
    return { type, plainType, ...material, blob, plainBlob: blob };
  }
  if (certificates === 'refused') throw reader.bad('a certificate where a key is needed');
  reader.string(); // the nonce
  const start = reader.offset;
  const material = readMaterial(reader);
  const plainBlob = concatBytes(sshString(utf8(plainType)), blob.subarray(start, reader.offset));
  const certificate = readCertificate(blob, reader.offset, (authority) =>
    parseSshKey(authority, 'SSH_CERTIFICATE_MALFORMED', 'refused'),
  );
  return { type, plainType, ...material, blob, plainBlob, certificate };
}
