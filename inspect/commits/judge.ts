import { allowsSigner, type SignerPolicy } from '../../core/signer-policy/index.js';
import { type Verdict, withSignerDecision } from '../../core/verdict/index.js';
import {
  type GitObject,
  type VerifyOptions,
  verifyDetached,
  verifyGitObject,
} from '../../core/verify/index.js';
import { unixNow } from '../../io/clock.js';
import { type Config, userDirectories } from '../../io/config/index.js';
import { loadTrustedRoot } from '../../io/trust/index.js';
import { ownTrust } from '../basis/own-trust.js';
import type { Judge, JudgePlace } from '../basis/types.js';
import { readUserPolicy } from '../basis/user-policy.js';
import { type SignedPayload, signedPayloadOf } from './signed-payload.js';

/**
 * Loads once what all verdicts need.
 * @param policy who may sign; without it, the user's own list counts
 * @throws TrustError, PolicyError, JudgeError
 */
export async function openJudge(
  config: Config,
  online: boolean,
  place: JudgePlace,
  policy?: SignerPolicy,
): Promise<Judge> {
  const { cache } = userDirectories(place.env);
  const [trust, own] = await Promise.all([
    loadTrustedRoot(config, { cacheDirectory: cache }),
    policy ?? readUserPolicy(config, place.env),
  ]);
  const options = { trust: trust.root, cache: new Map(), now: unixNow(), ...ownTrust(config, place) };
  return { config, trust, policy: own, online, options };
}

function lacksEntry(verdict: Verdict): boolean {
  return (
    verdict.outcome === 'incomplete' &&
    verdict.checks.some(({ reason }) => reason === 'LOG_ENTRY_NOT_EMBEDDED')
  );
}

/** The verdict on evidence alone. The log is asked only if that is allowed and needed. */
async function evidence(
  { config, online, options }: Judge,
  verify: (options: VerifyOptions) => Promise<Verdict>,
  signed: () => SignedPayload | undefined,
): Promise<Verdict> {
  const verdict = await verify(options);
  if (!online || !lacksEntry(verdict)) return verdict;
  const { lookUp } = await import('./look-up.js');
  return verify({ ...options, ...(await lookUp(config, signed())) });
}

/** The signer of a signature that does not name one. No rule matches it. */
const NOBODY = { subject: '', issuer: '', claims: {}, scheme: 'openpgp' } as const;

/** Adds the policy's decision to a verdict on evidence. Without a policy, the user's own trust decides. */
export function decide({ policy }: Judge, verdict: Verdict): Verdict {
  const { signer = NOBODY, ownTrust: own } = verdict;
  const said = policy && allowsSigner(policy, signer);
  const decision = said && (said.decision !== 'not-stated' || !own) ? said : own;
  return decision ? withSignerDecision(verdict, decision) : verdict;
}

/** The verdict on a raw commit or tag, before any policy is asked. */
export function evidenceOn(on: Judge, object: GitObject): Promise<Verdict> {
  return evidence(
    on,
    (options) => verifyGitObject(object, options),
    () => signedPayloadOf(object),
  );
}

/** The verdict on a raw commit or tag, with the policy's decision. */
export async function judgeObject(on: Judge, object: GitObject): Promise<Verdict> {
  return decide(on, await evidenceOn(on, object));
}

/** The verdict on a payload and signature that git passed to us, with the policy's decision. */
export async function judgeSigned(on: Judge, signed: SignedPayload): Promise<Verdict> {
  const verdict = await evidence(
    on,
    (options) => verifyDetached(signed, options),
    () => signed,
  );
  return decide(on, verdict);
}
