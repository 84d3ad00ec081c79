import { type Certificate, readSigner } from '../certificate/index.js';
import { EncodingError } from '../encoding/index.js';
import { checkCertificate, checkIssuance, type IssuanceFindings } from './certificate-checks.js';
import { inOrder, outcomeOf } from './checks.js';
import { afterLogPeriod, type LogFindings } from './log-findings.js';
import type { VerifyOptions } from './options.js';
import { checkTime, checkTimestamps, momentsIn, signedAt } from './signing-time.js';
import type { Check, LogEntryFact, Verdict } from './verdict.js';

/** A signature with what vouches for it, wherever it was found: in a commit or in a bundle. */
export interface Evidence {
  /** Absent when a public key that the caller knows stands for the signer. */
  readonly certificate?: Certificate;
  /** The octets timestamps are over. */
  readonly signature: Uint8Array;
  /** RFC 3161 TimeStampTokens, DER. */
  readonly timestampTokens: readonly Uint8Array[];
  /** What the signer says of the time, Unix seconds. */
  readonly claimedTime?: number | undefined;
  /** structure, payload-digest and signature. */
  readonly checks: readonly Check[];
}

/** What a verdict says beside the object and the kind of signature. */
export type Finding = Omit<Verdict, 'object' | 'signature' | 'fingerprint'>;

/**
 * Every required check of a Sigstore signature (design, "Required checks of a Sigstore signature"), with the findings
 * about its log entries.
 */
export async function judgeEvidence(
  evidence: Evidence,
  logged: Promise<LogFindings>,
  options: VerifyOptions,
): Promise<Finding> {
  const { certificate } = evidence;
  const own = certificate ? [checkCertificate(certificate)] : [];
  const signer = certificate && signerOf(certificate);
  const [log, stamps] = await Promise.all([
    logged,
    checkTimestamps(evidence.timestampTokens, evidence.signature, options),
  ]);
  const times = [...log.times, ...stamps.times];
  const issuance: IssuanceFindings = certificate
    ? await checkIssuance(certificate, momentsIn(certificate, times), options)
    : { checks: [] };
  const ended = afterLogPeriod(log.untimed ?? [], stamps.times, options.trust);
  const checks = [
    ...evidence.checks,
    ...own,
    ...issuance.checks,
    ...log.checks,
    ...ended,
    ...(log.times.length > 0 ? stamps.checks.filter(isEvidence) : stamps.checks),
    checkTime(certificate, times),
  ];
  const at = signedAt(times, issuance.sctTime, evidence.claimedTime);
  return {
    outcome: outcomeOf(checks),
    checks: inOrder(checks),
    ...(signer ? { signer } : {}),
    ...(at ? { signedAt: at } : {}),
    ...(log.fact ? { logEntry: ended.length > 0 ? unproven(log.fact) : log.fact } : {}),
  };
}

/** A log that was no longer trusted proves nothing, whatever its proof leads to. */
function unproven(fact: LogEntryFact): LogEntryFact {
  return { ...fact, inclusion: 'not-checked' };
}

/** An unknown timestamp authority leaves no gap where the log already proves the time. */
function isEvidence(check: Check): boolean {
  return check.outcome !== 'not-made';
}

function signerOf(certificate: Certificate): Verdict['signer'] {
  try {
    return readSigner(certificate);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return undefined;
  }
}
