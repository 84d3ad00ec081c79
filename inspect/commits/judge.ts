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
 * Everything verdicts need, loaded once.
 * @param policy who may sign; without it the user's own list counts
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

/** The verdict on evidence alone, with the log's answer where one is wanted and needed. */
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

/** Who signed where the signature does not say: nobody a rule means. */
const NOBODY = { subject: '', issuer: '', claims: {}, scheme: 'openpgp' } as const;

/** A verdict on evidence with the policy's word added; where no policy decides, with the user's own trust's. */
export function decide({ policy }: Judge, verdict: Verdict): Verdict {
  const { signer = NOBODY, ownTrust: own } = verdict;
  const said = policy && allowsSigner(policy, signer);
  const decision = said && (said.decision !== 'not-stated' || !own) ? said : own;
  return decision ? withSignerDecision(verdict, decision) : verdict;
}

/** The verdict on a raw commit or tag before any policy has its say. */
export function evidenceOn(on: Judge, object: GitObject): Promise<Verdict> {
  return evidence(
    on,
    (options) => verifyGitObject(object, options),
    () => signedPayloadOf(object),
  );
}

/** The verdict on a raw commit or tag, with the policy's word. */
export async function judgeObject(on: Judge, object: GitObject): Promise<Verdict> {
  return decide(on, await evidenceOn(on, object));
}

/** The verdict on what git's protocol hands over, with the policy's word. */
export async function judgeSigned(on: Judge, signed: SignedPayload): Promise<Verdict> {
  const verdict = await evidence(
    on,
    (options) => verifyDetached(signed, options),
    () => signed,
  );
  return decide(on, verdict);
}
