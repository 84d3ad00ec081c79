import { latin1 } from '../../encoding/index.js';
import { decodeSshArmor } from './armor.js';
import { SshSignatureError } from './error.js';
import { parseSshKey } from './key.js';
import type { SshSignature } from './types.js';
import { SshReader } from './wire.js';

/**
 * An armored SSH signature taken apart (OpenSSH PROTOCOL.sshsig section 2): version 1, a key of a known type, SHA-256 or
 * SHA-512, no trailing data. The reserved field is ignored, as the specification requires. The namespace is not checked.
 * @throws SshSignatureError
 */
export function parseSshSignature(armor: Uint8Array): SshSignature {
  const reader = new SshReader(decodeSshArmor(armor), 'the SSH signature', 'SSH_SIGNATURE_MALFORMED');
  if (latin1(reader.raw(6)) !== 'SSHSIG') throw reader.bad('does not start with SSHSIG');
  const version = reader.uint32();
  if (version !== 1)
    throw new SshSignatureError(
      'SSH_NOT_SUPPORTED',
      `SSH signatures of version ${version} are not supported`,
    );
  const keyBlob = reader.string();
  const namespace = reader.text();
  reader.string();
  const hash = reader.text();
  const signature = reader.string();
  reader.end();
  if (namespace === '') throw reader.bad('the namespace is empty');
  if (hash !== 'sha256' && hash !== 'sha512') throw reader.bad('the hash is neither sha256 nor sha512');
  return { key: parseSshKey(keyBlob, 'SSH_SIGNATURE_MALFORMED'), namespace, hash, signature };
}
