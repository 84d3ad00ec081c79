import { type Certificate, isWithin } from '../certificate/index.js';
import { formatTime } from '../encoding/index.js';
import { type TimestampProblem, verifyTimestampToken } from '../timestamp/index.js';
import { failed, notMade, passed } from '../verdict/checks.js';
import type { Check, SignedAt } from '../verdict/verdict.js';
import type { VerifyOptions } from './options.js';

/** A time at which the signature provably existed, Unix seconds. */
export interface ProvenTime {
  readonly source: 'rekor' | 'timestamp';
  readonly time: number;
  /** By how many seconds the clock of the source may be wrong, as the source says. */
  readonly accuracy: number;
}

// The clocks of authorities and logs differ by seconds. A token that states more could choose its own time.
const MOST_ACCURACY = 60;

/** The result for timestamp tokens: one check for each token, and the times of those that hold. */
export interface TimestampFindings {
  readonly checks: readonly Check[];
  readonly times: readonly ProvenTime[];
}

const NO_TIMESTAMPS: TimestampFindings = { checks: [], times: [] };

// A token for something else, or from an unknown authority, says nothing about this signature.
const STRAY: ReadonlySet<TimestampProblem['reason']> = new Set([
  'TIMESTAMP_IMPRINT_MISMATCH',
  'TIMESTAMP_AUTHORITY_UNKNOWN',
  'ALGORITHM_NOT_SUPPORTED',
] as const);

/**
 * Verifies every timestamp token over the signature octets (RFC 3161; imprint as gitsign makes it). A wrong token fails. A
 * token from an authority that is not in the trusted root is no evidence, and no fault when a log already proves the time.
 * When one token holds, stray ones do not count: tokens are not covered by the signature, so anybody can add one. A token for
 * exactly this signature that does not hold stays a fault.
 */
export async function checkTimestamps(
  tokens: readonly Uint8Array[],
  signature: Uint8Array,
  options: VerifyOptions,
): Promise<TimestampFindings> {
  if (tokens.length === 0) return NO_TIMESTAMPS;
  const results = await Promise.all(
    tokens.map((token) =>
      verifyTimestampToken(token, signature, options.trust.timestampAuthorities, options.cache),
    ),
  );
  const proven = results.some(({ ok }) => ok);
  const checks: Check[] = [];
  const times: ProvenTime[] = [];
  for (const result of results) {
    if (proven && !result.ok && STRAY.has(result.reason)) continue;
    if (result.ok) {
      times.push({ source: 'timestamp', time: result.time, accuracy: result.accuracy });
      checks.push(
        passed('timestamp', `${formatTime(result.time)} by ${result.authority.uri || 'a trusted authority'}`),
      );
    } else if (
      result.reason === 'TIMESTAMP_AUTHORITY_UNKNOWN' ||
      result.reason === 'ALGORITHM_NOT_SUPPORTED'
    ) {
      checks.push(notMade('timestamp', result.reason, result.detail));
    } else checks.push(failed('timestamp', result.reason, result.detail));
  }
  return { checks, times };
}

/**
 * The moment in the certificate's life for a proven time, Unix seconds. A time before the beginning counts as the beginning
 * when the difference is within its accuracy, of which at most a minute counts. Accuracy never helps at the end: otherwise
 * the holder of an expired key could still sign with it (RFC 3161 section 2.4.2: the real time is within genTime and
 * accuracy).
 */
function momentIn({ notBefore }: Certificate, { time, accuracy }: ProvenTime): number {
  return time < notBefore && time + Math.min(accuracy, MOST_ACCURACY) >= notBefore ? notBefore : time;
}

/**
 * Whether every proven time is within the certificate's life, as `momentsIn` counts it. A bare public key has no such life,
 * so any proven time is enough. Without a proven time the check cannot be made: the signer's own clock proves nothing.
 */
export function checkTime(certificate: Certificate | undefined, times: readonly ProvenTime[]): Check {
  const [first] = times;
  if (!first) {
    return notMade('time', 'TIME_NOT_PROVEN', 'no log time and no timestamp proves when this was signed');
  }
  if (!certificate)
    return passed('time', `signed by ${formatTime(first.time)}; a public key does not expire`);
  const life = { start: certificate.notBefore, end: certificate.notAfter };
  const outside = times.find((time) => !isWithin(life, momentIn(certificate, time)));
  if (outside) {
    const side =
      outside.time < life.start ? 'before the certificate’s life began' : 'after the certificate had expired';
    const from = `${formatTime(life.start)} to ${formatTime(life.end)}`;
    return failed('time', 'TIME_OUTSIDE_CERTIFICATE', `${formatTime(outside.time)} is ${side} (${from})`);
  }
  return passed('time', `${formatTime(first.time)} is within the certificate’s life`);
}

/** The moments at which the chain must be valid, Unix seconds: one for each proven time, as in `momentIn`. */
export function momentsIn(certificate: Certificate, times: readonly ProvenTime[]): number[] {
  return times.map((time) => momentIn(certificate, time));
}

/**
 * The time to show. A timestamp is more exact than the time of a log, which is proven too. The time of an SCT and the claimed
 * time are not proven.
 */
export function signedAt(
  times: readonly ProvenTime[],
  sctTime: number | undefined,
  claimed: number | undefined,
): SignedAt | undefined {
  const proven = times.find(({ source }) => source === 'rekor') ?? times[0];
  if (proven) return { time: proven.time, source: proven.source };
  if (sctTime !== undefined) return { time: sctTime, source: 'sct' };
  return claimed === undefined ? undefined : { time: claimed, source: 'unproven' };
}
