import {
  buildSmimePath,
  type Certificate,
  type SmimePath,
  type SmimePathParts,
} from '../certificate/index.js';
import { formatTime } from '../encoding/index.js';
import { notMade, passed } from '../verdict/checks.js';
import type { Check } from '../verdict/verdict.js';
import { checkTime, momentsIn, type TimestampFindings } from './signing-time.js';

/** The path of an S/MIME certificate, and whether the time counts at which it was checked. */
export interface TimedPath {
  readonly path: SmimePath;
  readonly time: Check;
  /** The proven time of the signature, Unix seconds. */
  readonly proven?: number;
}

/** Most moments that are tried. A signer can put any certificates into a signature. */
const MOST_MOMENTS = 8;

const day = (time: number) => formatTime(time).slice(0, 10);

/** When the path may begin to be valid: the start of the certificate, and of an authority, in the certificate's life. */
function beginnings(
  { notBefore, notAfter }: Certificate,
  { intermediates, anchors }: SmimePathParts,
): number[] {
  const later = (list: readonly Certificate[]) =>
    list
      .map((one) => one.notBefore)
      .filter((start) => start > notBefore && start <= notAfter)
      .sort((a, b) => a - b);
  return [...new Set([notBefore, ...later(intermediates), ...later(anchors)])].slice(0, MOST_MOMENTS);
}

function unproven({ notBefore, notAfter }: Certificate, now: number | undefined): Check {
  const because = (detail: string) => notMade('time', 'TIME_NOT_PROVEN', detail);
  if (now === undefined) return because('nothing proves when this was signed');
  if (now > notAfter)
    return because(`the certificate expired on ${day(notAfter)}; nothing proves that the signature is older`);
  if (now < notBefore) return because(`the certificate is not valid before ${day(notBefore)}`);
  return because(
    'an authority above the certificate is not valid today; nothing proves that the signature is from a time when it was',
  );
}

/**
 * The path, checked at each proven time. Without one it must be valid now: certificate and authorities alike (RFC 5280 section
 * 6.1.3). If it is not, but was or will be at some moment, nothing proves the time; if there is no such moment, it does not hold.
 * @param now Unix seconds; undefined where no date is known
 */
export async function pathInTime(
  certificate: Certificate,
  parts: SmimePathParts,
  { times }: TimestampFindings,
  now: number | undefined,
): Promise<TimedPath> {
  const { notBefore, notAfter } = certificate;
  const [proven, ...others] = momentsIn(certificate, times);
  if (proven !== undefined) {
    let path = await buildSmimePath(certificate, parts, proven);
    for (const other of others) if (path.ok) path = await buildSmimePath(certificate, parts, other);
    return { path, time: checkTime(certificate, times), proven };
  }
  if (now !== undefined && now >= notBefore && now <= notAfter) {
    const path = await buildSmimePath(certificate, parts, now);
    const valid = `the certificate is still valid, until ${day(notAfter)}; the time is not proven`;
    if (path.ok || path.reason !== 'CHAIN_NOT_VALID_AT_TIME') return { path, time: passed('time', valid) };
  }
  const time = unproven(certificate, now);
  const [first = notBefore, ...later] = beginnings(certificate, parts);
  let path = await buildSmimePath(certificate, parts, first);
  for (const moment of later) {
    if (path.ok || path.reason !== 'CHAIN_NOT_VALID_AT_TIME') break;
    path = await buildSmimePath(certificate, parts, moment);
  }
  return { path, time };
}
