import { GitObjectError, parseCommit, parseTag, payloadKind } from '../git/index.js';
import {
  parseSshSignature,
  type SshSignature,
  SshSignatureError,
  type SshVerifyInput,
  sshErrorCheck,
  verifySshSignature,
} from '../signature/ssh/index.js';
import { inOrder, outcomeOf } from '../verdict/checks.js';
import type { SignerDecision } from '../verdict/signer-decision.js';
import type { Finding } from './evidence.js';
import type { VerifyOptions } from './options.js';

/**
 * The committer's or tagger's time, Unix seconds, at which git checks the validity of the key. Undefined when it is 0 or
 * missing.
 */
function claimedTime(payload: Uint8Array): number | undefined {
  try {
    const kind = payloadKind(payload);
    const person =
      kind === 'commit'
        ? parseCommit(payload).committer
        : kind === 'tag'
          ? parseTag(payload).tagger
          : undefined;
    return person?.time || undefined;
  } catch (error) {
    if (error instanceof GitObjectError) return undefined;
    throw error;
  }
}

interface Trust extends Pick<SshVerifyInput, 'allowedSigners' | 'revocation'> {
  /** Why the user's own trust gives no answer. */
  readonly silent?: SignerDecision;
}

async function trustOf(options: VerifyOptions, time: number | undefined): Promise<Trust> {
  const { allowedSigners, revocation } = (await options.ssh?.()) ?? {};
  const revoked = revocation ? { revocation } : {};
  if (!allowedSigners) return revoked;
  const silent = (detail: string) => ({ ...revoked, silent: { decision: 'not-stated', detail } as const });
  if ('unusable' in allowedSigners) return silent(allowedSigners.unusable);
  if ('unreadable' in allowedSigners) {
    const reason = 'SSH_ALLOWED_SIGNERS_UNREADABLE';
    return { ...revoked, silent: { decision: 'cannot-answer', reason, detail: allowedSigners.unreadable } };
  }
  if (time === undefined) return silent('the object has no date to judge the allowed signers at');
  return { ...revoked, allowedSigners };
}

/**
 * The finding on an SSH signature over a git object, with what the user's allowed signers say about it. Keys are checked at
 * the committer's or tagger's time, as git does; without one, at `now`. Never throws, whatever the signature contains.
 */
export async function verifySsh(
  payload: Uint8Array,
  armor: Uint8Array,
  options: VerifyOptions,
): Promise<Finding> {
  let signature: SshSignature;
  try {
    signature = parseSshSignature(armor);
  } catch (error) {
    if (!(error instanceof SshSignatureError)) throw error;
    const checks = [sshErrorCheck(error)];
    return { outcome: outcomeOf(checks), checks };
  }
  const claimed = claimedTime(payload);
  const time = claimed ?? options.now;
  const { silent, ...trust } = await trustOf(options, time);
  const result = await verifySshSignature({ signature, payload, ...trust, time: time ?? 0 });
  return {
    outcome: outcomeOf(result.checks),
    checks: inOrder(result.checks),
    ...(result.signer ? { signer: result.signer } : {}),
    ...(claimed === undefined ? {} : { signedAt: { time: claimed, source: 'unproven' } }),
    key: result.fingerprint,
    ownTrust: silent ?? result.decision,
  };
}
