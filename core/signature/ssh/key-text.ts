import { EncodingError, fromBase64 } from '../../encoding/index.js';
import { SshSignatureError } from './error.js';
import { isKnownKeyType, parseSshKey } from './key.js';
import type { SshKey } from './types.js';

function bad(why: string): SshSignatureError {
  return new SshSignatureError('SSH_KEY_MALFORMED', why);
}

/**
 * The key at the start of `text`: `type base64 [comment]`, as in authorized_keys, allowed signers and `.pub` files
 * (sshd(8) AUTHORIZED_KEYS FILE FORMAT).
 * @throws SshSignatureError
 */
export function readKeyText(text: string): SshKey {
  const [type, blob] = text.trim().split(/[ \t]+/, 2);
  if (type === undefined || blob === undefined) throw bad('no key: a type and base64 are needed');
  let key: SshKey;
  try {
    key = parseSshKey(fromBase64(blob));
  } catch (error) {
    if (error instanceof EncodingError) throw bad('the key is not canonical base64');
    throw error;
  }
  if (key.type !== type) throw bad('the key is not of the type in front of it');
  return key;
}

/** True when `text` begins with a known key type and a space, so that there can be no options. */
export function startsWithKey(text: string): boolean {
  const type = /^([^ \t]+)[ \t]/.exec(text)?.[1];
  return type !== undefined && isKnownKeyType(type);
}
