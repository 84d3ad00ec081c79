import { allowsSigner, type SignerPolicy } from '../../core/policy/index.js';
import {
  type GitObject,
  type Verdict,
  type VerifyOptions,
  verifyDetached,
  verifyGitObject,
  withSignerDecision,
} from '../../core/verify/index.js';
import { type Config, userDirectories } from '../../io/config/index.js';
import { type LoadedTrust, loadTrustedRoot } from '../../io/trust/index.js';
import { type SignedPayload, signedPayloadOf } from './signed-payload.js';
import { readUserPolicy } from './user-policy.js';

/** What verdicts of one run rest on. */
export interface Judge {
  readonly config: Config;
  readonly trust: LoadedTrust;
  readonly policy: SignerPolicy | undefined;
  /** Whether a signature without an embedded log entry is looked up in the log. */
  readonly online: boolean;
  readonly options: VerifyOptions;
}

/**
 * Everything verdicts need, loaded once.
 * @param policy who may sign; without it the user's own list counts
 * @throws TrustError, PolicyError, SignerError
 */
export async function openJudge(config: Config, online: boolean, policy?: SignerPolicy): Promise<Judge> {
  const { cache } = userDirectories(process.env);
  const [trust, own] = await Promise.all([
    loadTrustedRoot(config, { cacheDirectory: cache }),
    policy ?? readUserPolicy(config),
  ]);
  return { config, trust, policy: own, online, options: { trust: trust.root, cache: new Map() } };
}

function lacksEntry(verdict: Verdict): boolean {
  return (
    verdict.outcome === 'incomplete' &&
    verdict.checks.some(({ reason }) => reason === 'LOG_ENTRY_NOT_EMBEDDED')
  );
}

async function judge(
  { config, policy, online, options }: Judge,
  verify: (options: VerifyOptions) => Promise<Verdict>,
  signed: () => SignedPayload | undefined,
): Promise<Verdict> {
  let verdict = await verify(options);
  if (online && lacksEntry(verdict)) {
    const { lookUp } = await import('./look-up.js');
    verdict = await verify({ ...options, ...(await lookUp(config, signed())) });
  }
  return verdict.signer && policy
    ? withSignerDecision(verdict, allowsSigner(policy, verdict.signer))
    : verdict;
}

/** The verdict on a raw commit or tag, with the policy's word. */
export function judgeObject(on: Judge, object: GitObject): Promise<Verdict> {
  return judge(
    on,
    (options) => verifyGitObject(object, options),
    () => signedPayloadOf(object),
  );
}

/** The verdict on what git's protocol hands over, with the policy's word. */
export function judgeSigned(on: Judge, signed: SignedPayload): Promise<Verdict> {
  return judge(
    on,
    (options) => verifyDetached(signed, options),
    () => signed,
  );
}
