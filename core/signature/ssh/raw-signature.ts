import { concatBytes, der, utf8 } from '../../encoding/index.js';
import { digest, importPublicKey, verifySignature } from '../../primitives/index.js';
import type { SshHash, SshKey } from './types.js';
import { SshReader, sshString, sshUint32 } from './wire.js';

/** The fewest bits of an RSA key that is accepted. */
const LEAST_RSA_BITS = 2048;

/** The result of checking one signature blob with one key. `flags` are those of a security key. */
export type RawResult =
  | { readonly result: 'ok'; readonly flags?: number }
  | { readonly result: 'wrong' | 'malformed' | 'weak' | 'not-supported'; readonly detail: string };

const RSA_HASHES: ReadonlyMap<string, SshHash> = new Map([
  ['rsa-sha2-256', 'sha256'],
  ['rsa-sha2-512', 'sha512'],
]);
const ECDSA_HASHES: ReadonlyMap<string, SshHash> = new Map([
  ['ecdsa-sha2-nistp256', 'sha256'],
  ['sk-ecdsa-sha2-nistp256@openssh.com', 'sha256'],
  ['ecdsa-sha2-nistp384', 'sha384'],
  ['ecdsa-sha2-nistp521', 'sha512'],
]);
const WEBAUTHN = 'webauthn-sk-ecdsa-sha2-nistp256@openssh.com';

/** The hash to verify with, or why there is none: RFC 8332 section 3 (RSA), RFC 5656 section 6.2.1 (ECDSA). */
function schemeOf(key: SshKey, algorithm: string): { hash: SshHash | undefined } | RawResult {
  const { bits = 0 } = key;
  if (key.algorithm === 'rsa') {
    if (algorithm === 'ssh-rsa')
      return { result: 'weak', detail: 'an RSA signature over SHA-1 (ssh-rsa) is not accepted' };
    if (bits < LEAST_RSA_BITS)
      return {
        result: 'weak',
        detail: `an RSA key of ${bits} bits; at least ${LEAST_RSA_BITS} are needed`,
      };
    const hash = RSA_HASHES.get(algorithm);
    return hash
      ? { hash }
      : { result: 'malformed', detail: 'the signature is not of the kind its key makes' };
  }
  if (algorithm === key.plainType) return { hash: ECDSA_HASHES.get(algorithm) };
  if (algorithm === WEBAUTHN && key.plainType === 'sk-ecdsa-sha2-nistp256@openssh.com')
    return {
      result: 'not-supported',
      detail: 'security key signatures made by a web page are not supported',
    };
  return { result: 'malformed', detail: 'the signature is not of the kind its key makes' };
}

/** RSA signatures may lack their leading zeros (RFC 4253 section 6.6 does not say; OpenSSH accepts them). */
function padded(signature: Uint8Array, { bits = 0 }: SshKey): Uint8Array {
  const missing = Math.max(0, Math.ceil(bits / 8) - signature.length);
  return concatBytes(new Uint8Array(missing), signature);
}

function primitiveSignature(key: SshKey, blob: Uint8Array): Uint8Array {
  if (key.algorithm === 'rsa') return padded(blob, key);
  if (key.algorithm === 'ed25519') return blob;
  const reader = new SshReader(blob, 'the ECDSA signature', 'SSH_SIGNATURE_MALFORMED');
  const r = reader.mpint();
  const s = reader.mpint();
  reader.end();
  return der.sequence(der.integer(r), der.integer(s));
}

/** What a security key signs in place of `data` (OpenSSH PROTOCOL.u2f, "SSH U2F signatures"). */
function securityKeyData(application: string, flags: number, counter: number, data: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(application, (character) => character.charCodeAt(0));
  return concatBytes(
    digest('sha256', bytes),
    Uint8Array.of(flags),
    sshUint32(counter),
    digest('sha256', data),
  );
}

/**
 * Checks a signature blob (`string algorithm, string signature` and, for security keys, `byte flags, uint32 counter`) over
 * `data`. For a certificate, the signature is made by the key that it certifies.
 * @throws SshSignatureError SSH_SIGNATURE_MALFORMED
 */
export async function checkRawSignature(key: SshKey, blob: Uint8Array, data: Uint8Array): Promise<RawResult> {
  const reader = new SshReader(blob, 'the SSH signature', 'SSH_SIGNATURE_MALFORMED');
  const algorithm = reader.text();
  const scheme = schemeOf(key, algorithm);
  if ('result' in scheme) return scheme;
  const inner = reader.string();
  let signed = data;
  let flags: number | undefined;
  if (key.application !== undefined) {
    flags = reader.byte();
    signed = securityKeyData(key.application, flags, reader.uint32(), data);
  }
  reader.end();
  const imported = importPublicKey(key.spki);
  if (!imported) return { result: 'malformed', detail: 'the SSH public key is not a valid key of its kind' };
  const good = await verifySignature(imported, scheme.hash, signed, primitiveSignature(key, inner));
  if (!good) return { result: 'wrong', detail: 'the SSH signature does not match the content and key' };
  return { result: 'ok', ...(flags === undefined ? {} : { flags }) };
}

/** The bytes that are signed for `payload` (OpenSSH PROTOCOL.sshsig section 3), with an empty reserved field. */
export function sshSignedData(namespace: string, hash: 'sha256' | 'sha512', payload: Uint8Array): Uint8Array {
  return concatBytes(
    utf8('SSHSIG'),
    sshString(Uint8Array.from(namespace, (character) => character.charCodeAt(0))),
    sshString(new Uint8Array(0)),
    sshString(utf8(hash)),
    sshString(digest(hash, payload)),
  );
}
