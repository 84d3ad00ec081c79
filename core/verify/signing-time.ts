import type { Certificate } from '../certificate/index.js';
import { formatTime } from '../encoding/index.js';
import { verifyTimestampToken } from '../timestamp/index.js';
import { failed, notMade, passed } from './checks.js';
import type { VerifyOptions } from './options.js';
import type { Check, SignedAt } from './verdict.js';

/** A moment at which the signature demonstrably existed. Unix seconds; `accuracy` either way. */
export interface ProvenTime {
  readonly source: 'rekor' | 'timestamp';
  readonly time: number;
  readonly accuracy: number;
}

/** Timestamp tokens judged: one check a token, and the times of those that hold. */
export interface TimestampFindings {
  readonly checks: readonly Check[];
  readonly times: readonly ProvenTime[];
}

const NO_TIMESTAMPS: TimestampFindings = { checks: [], times: [] };

/**
 * Verifies every timestamp token over the signature octets (RFC 3161; imprint as gitsign makes it). A token that is
 * wrong fails; one from an authority the trusted root does not know is no evidence and, where a log already proves the
 * time, no fault.
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
  const checks: Check[] = [];
  const times: ProvenTime[] = [];
  for (const result of results) {
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
 * Whether every proven time lies in the certificate's life; a token's accuracy may overlap the edge. A bare public key
 * has no such life: then there must only be a time. Without any, the check cannot be made: the signer's own clock proves
 * nothing.
 */
export function checkTime(certificate: Certificate | undefined, times: readonly ProvenTime[]): Check {
  const [first] = times;
  if (!first) {
    return notMade('time', 'TIME_NOT_PROVEN', 'no log time and no timestamp proves when this was signed');
  }
  if (!certificate)
    return passed('time', `signed by ${formatTime(first.time)}; a public key does not expire`);
  const { notBefore, notAfter } = certificate;
  const outside = times.find(
    ({ time, accuracy }) => time + accuracy < notBefore || time - accuracy > notAfter,
  );
  if (outside) {
    const side =
      outside.time < notBefore ? 'before the certificate’s life began' : 'after the certificate had expired';
    const from = `${formatTime(notBefore)} to ${formatTime(notAfter)}`;
    return failed('time', 'TIME_OUTSIDE_CERTIFICATE', `${formatTime(outside.time)} is ${side} (${from})`);
  }
  return passed('time', `${formatTime(first.time)} is within the certificate’s life`);
}

/**
 * The moments at which the chain must hold, Unix seconds: the proven times, where one whose accuracy overlaps the edge of
 * the certificate's life counts as the edge.
 */
export function momentsIn(certificate: Certificate, times: readonly ProvenTime[]): number[] {
  const { notBefore, notAfter } = certificate;
  return times.map(({ time, accuracy }) => {
    if (time < notBefore && time + accuracy >= notBefore) return notBefore;
    return time > notAfter && time - accuracy <= notAfter ? notAfter : time;
  });
}

/** The time to show: a timestamp is finer than the log's, the log's is proven, an SCT's or the claimed one is not. */
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
