import { throws } from 'node:assert/strict';
import {
  parseSshKey,
  parseSshSignature,
  type SshErrorCode,
  SshSignatureError,
  verifySshSignature,
} from '../../../core/signature/ssh/index.js';
import { outcomeOf } from '../../../core/verdict/checks.js';

/** The data that `judged` expects the signature to cover. */
export const PAYLOAD = 'payload';

/** Asserts that a key is refused with exactly this error. */
export function refused(blob: Uint8Array, message: string, code: SshErrorCode = 'SSH_KEY_MALFORMED'): void {
  throws(() => parseSshKey(blob), new SshSignatureError(code, message));
}

/** The outcome of a signature over PAYLOAD, or the first check that did not pass, in one line. */
export async function judged(armor: string): Promise<string> {
  const { checks } = await verifySshSignature({
    signature: parseSshSignature(Buffer.from(armor)),
    payload: Buffer.from(PAYLOAD),
    time: 1,
  });
  const bad = checks.find(({ outcome }) => outcome !== 'passed');
  return bad ? `${bad.name} ${bad.outcome}: ${bad.reason}: ${bad.detail}` : outcomeOf(checks);
}
