import { CmsError, decodeArmor, encodeArmor, parseCms } from '../../core/signature/index.js';
import { type Check, checkText } from '../../core/verdict/index.js';
import { checkPayloadDigest, checkSignature } from '../../core/verify/index.js';
import { SignerError } from '../errors.js';

/**
 * Makes sure that a signature from the agent is whole, over this payload, and made with its certificate's key. The agent has
 * verified it as well, with the log and the chain; this is about what arrived here. (first-try.pl makes the part of it that needs
 * no public-key cryptography.)
 * @param signature as it will be handed to git: armored, or DER
 * @throws SignerError OWN_SIGNATURE_UNSOUND
 */
export async function requireWhole(
  payload: Uint8Array,
  signature: Uint8Array,
  armored: boolean,
): Promise<void> {
  const wrong = await objection(payload, armored ? signature : encodeArmor(signature));
  if (wrong === undefined) return;
  throw new SignerError(
    'OWN_SIGNATURE_UNSOUND',
    `the agent handed over something else than a signature of this object, which was thrown away: ${wrong}`,
    'run: waxseal logout; then sign again, and report it if it stays so',
  );
}

async function objection(payload: Uint8Array, armor: Uint8Array): Promise<string | undefined> {
  try {
    const cms = parseCms(decodeArmor(armor));
    if (!cms.signerCertificate) return 'the certificate is not in it';
    const checks: Check[] = [
      checkPayloadDigest(cms, payload),
      await checkSignature(cms, cms.signerCertificate),
    ];
    const bad = checks.find(({ outcome }) => outcome !== 'passed');
    return bad && checkText(bad);
  } catch (error) {
    if (error instanceof CmsError) return error.message;
    throw error;
  }
}
