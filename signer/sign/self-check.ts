import type { SignatureCache } from '../../core/certificate/index.js';
import type { TrustedRoot } from '../../core/trust/index.js';
import { checkText, decidingCheck, type Verdict } from '../../core/verdict/index.js';
import { verifyDetached } from '../../core/verify/index.js';
import { signedPayload } from '../../inspect/commits/signed-payload.js';
import { SignerError } from '../errors.js';
import type { FinishedSignature } from './signature.js';

/**
 * Checks the certificate's chain and SCTs of a signature that is not logged yet, so that the check of the finished signature is
 * faster. The log takes 0.2 s or more for an entry, and this uses that time. Nothing is decided here.
 * @param cache gets the results
 */
export async function prepareSelfCheck(
  payload: Uint8Array,
  armor: Uint8Array,
  trust: TrustedRoot,
  cache: SignatureCache,
): Promise<void> {
  await verifyDetached(signedPayload(payload, armor), { trust, cache }).catch(() => undefined);
}

/**
 * Verifies our own signature before anybody gets it: if it does not verify here, it will verify nowhere.
 * @param cache the results for this certificate, if it signs many times
 * @throws SignerError OWN_SIGNATURE_UNSOUND
 */
export async function selfCheck(
  payload: Uint8Array,
  { armor, logEntry }: FinishedSignature,
  trust: TrustedRoot,
  cache?: SignatureCache,
): Promise<Verdict> {
  const verdict = await verifyDetached(signedPayload(payload, armor), {
    trust,
    lookedUp: [logEntry],
    ...(cache && { cache }),
  });
  if (verdict.outcome === 'valid') return verdict;
  const check = decidingCheck(verdict.checks);
  throw new SignerError(
    'OWN_SIGNATURE_UNSOUND',
    `the signature just made does not verify and was thrown away: ${check ? checkText(check) : verdict.outcome}`,
    verdict.outcome === 'incomplete'
      ? 'the trusted root does not fit these servers: set waxseal.trustedRoot, or run waxseal setup --instance'
      : 'a server may be lying or broken: try again, and report it if it stays so',
  );
}
