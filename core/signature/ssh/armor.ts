import { fromBase64, latin1 } from '../../encoding/index.js';
import { SshSignatureError } from './error.js';

const BEGIN = '-----BEGIN SSH SIGNATURE-----';
const END = '-----END SSH SIGNATURE-----';
const LARGEST = 1 << 18;

function bad(why: string): SshSignatureError {
  return new SshSignatureError('ARMOR_MALFORMED', `the SSH signature ${why}`);
}

/**
 * The blob in `-----BEGIN SSH SIGNATURE-----` armor (OpenSSH PROTOCOL.sshsig section 1): one block, lines of any length, LF
 * or CRLF, nothing before it, and only line ends after it.
 * @throws SshSignatureError ARMOR_MALFORMED
 */
export function decodeSshArmor(armor: Uint8Array): Uint8Array {
  if (armor.length > LARGEST) throw bad(`is larger than ${LARGEST} bytes`);
  const lines = latin1(armor).split(/\r?\n/);
  while (lines.at(-1) === '') lines.pop();
  if (lines[0] !== BEGIN) throw bad('does not start with its BEGIN line');
  if (lines.at(-1) !== END) throw bad('does not end with its END line');
  try {
    return fromBase64(lines.slice(1, -1).join(''));
  } catch {
    throw bad('is not canonical base64');
  }
}
