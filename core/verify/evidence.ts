import { type Certificate, isWithin, readSigner } from '../certificate/index.js';
import { EncodingError } from '../encoding/index.js';
import { PUBLIC_GOOD } from '../trust/index.js';
import { inOrder, notMade, outcomeOf } from '../verdict/checks.js';
import type { Check, LogEntryFact, Verdict } from '../verdict/verdict.js';
import { checkIssuance, type IssuanceFindings } from './certificate-checks.js';
import { afterLogPeriod, type LogFindings } from './log-findings.js';
import type { VerifyOptions } from './options.js';
import { logAsRequired, sctAsRequired, timestampsAsRequired } from './requirements.js';
import { checkTime, checkTimestamps, momentsIn, signedAt } from './signing-time.js';

/** A signature with its evidence, from a commit or from a bundle. */
export interface Evidence {
  /** Absent when the caller knows the signer by a public key. */
  readonly certificate?: Certificate;
  /** The octets that timestamps cover. */
  readonly signature: Uint8Array;
  /** RFC 3161 TimeStampTokens, DER. */
  readonly timestampTokens: readonly Uint8Array[];
  /** The time that the signer claims, Unix seconds. */
  readonly claimedTime?: number | undefined;
  /** structure, payload-digest and signature. */
  readonly checks: readonly Check[];
}

/** A verdict without the object and the kind of signature. */
export type Finding = Omit<Verdict, 'object' | 'signature' | 'fingerprint'>;

/**
 * Every required check of a Sigstore signature (docs/design.md, "A verdict"), with the findings about its log entries. The
 * profile of the authority that issued the certificate says which evidence must be there. Without a profile, it is everything
 * that the public-good instance brings.
 */
export async function judgeEvidence(
  evidence: Evidence,
  logged: Promise<LogFindings>,
  options: VerifyOptions,
): Promise<Finding> {
  const { certificate } = evidence;
  const [found, stamps] = await Promise.all([
    logged,
    checkTimestamps(evidence.timestampTokens, evidence.signature, options),
  ]);
  const waived = options.waive?.includes('log');
  const all = [...(waived ? [] : found.times), ...stamps.times];
  const present = waived && all.length === 0 ? presentOf(certificate, options) : [];
  const moments = certificate ? [...momentsIn(certificate, all), ...present] : [];
  const issuance = certificate && (await checkIssuance(certificate, moments, options));
  const profile = issuance?.profile ?? PUBLIC_GOOD;
  const log = logAsRequired(found, profile, options);
  const times = [...log.times, ...stamps.times];
  const ended = afterLogPeriod(log.untimed ?? [], stamps.times, options.trust);
  const checks = [
    ...evidence.checks,
    ...(issuance ? ofCertificate(issuance, options) : []),
    ...log.checks,
    ...ended,
    ...timestampsAsRequired(stamps, log, profile, options),
    waived && times.length === 0 ? timeless(certificate, present) : checkTime(certificate, times),
  ];
  const sctHolds = checks.some(({ name, outcome }) => name === 'sct' && outcome === 'passed');
  const at = signedAt(times, sctHolds ? issuance?.sctTime : undefined, evidence.claimedTime);
  const signer = certificate && signerOf(certificate);
  return {
    outcome: outcomeOf(checks),
    checks: inOrder(checks),
    ...(signer ? { signer } : {}),
    ...(at ? { signedAt: at } : {}),
    ...(log.fact ? { logEntry: ended.length > 0 ? unproven(log.fact) : log.fact } : {}),
  };
}

/** A log that was no longer trusted proves nothing, even with a valid proof. */
function unproven(fact: LogEntryFact): LogEntryFact {
  return { ...fact, inclusion: 'not-checked' };
}

/** The moment at which the certificate counts if nothing else proves the time: now, if it is valid now. */
function presentOf(certificate: Certificate | undefined, { presentCounts, now }: VerifyOptions): number[] {
  if (!certificate || !presentCounts || now === undefined) return [];
  return isWithin({ start: certificate.notBefore, end: certificate.notAfter }, now) ? [now] : [];
}

/** The check of the time when a flag took the log away and no timestamp is there. */
function timeless(certificate: Certificate | undefined, present: readonly number[]): Check {
  if (!certificate)
    return notMade('time', 'CHECK_WAIVED', 'no log proves the time; a public key does not expire');
  return present.length > 0
    ? notMade('time', 'CHECK_WAIVED', 'no log proves the time; the certificate is valid now')
    : checkTime(certificate, []);
}

function ofCertificate(
  { certificate, chain, sct, profile }: IssuanceFindings,
  options: VerifyOptions,
): Check[] {
  return [certificate, chain, ...sctAsRequired(sct, profile, options)];
}

function signerOf(certificate: Certificate): Verdict['signer'] {
  try {
    return readSigner(certificate);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return undefined;
  }
}
