import {
  buildChain,
  type Certificate,
  type ChainResult,
  checkLeaf,
  embeddedScts,
  type Sct,
  type SctOutcome,
  verifySct,
} from '../certificate/index.js';
import { EncodingError, formatTime, toHex } from '../encoding/index.js';
import { type Profile, profileOf } from '../trust/index.js';
import { failed, notMade, passed } from '../verdict/checks.js';
import type { Check } from '../verdict/verdict.js';
import type { VerifyOptions } from './options.js';

/**
 * Whether the certificate is one that may sign code, naming exactly one identity (Fulcio docs/certificate-specification.md).
 * A missing issuer is a gap when the authority's profile requires one.
 */
export function checkCertificate(certificate: Certificate, profile: Profile): Check {
  const problem = checkLeaf(certificate);
  if (!problem) return passed('certificate', 'a code-signing certificate that names one identity');
  if (problem.reason !== 'CERTIFICATE_ISSUER_MISSING')
    return failed('certificate', problem.reason, problem.detail);
  return profile.requires.includes('issuer')
    ? notMade('certificate', problem.reason, problem.detail)
    : passed('certificate', 'a code-signing certificate that names one identity, and no issuer');
}

/** What the checks of the certificate, its chain and its SCTs found. */
export interface IssuanceFindings {
  readonly certificate: Check;
  readonly chain: Check;
  readonly sct: Check;
  /** The time of the first SCT that holds, Unix seconds. */
  readonly sctTime?: number;
  /** The profile of the authorities that issued it; the public-good profile when there is none. */
  readonly profile: Profile;
}

/**
 * Whether the certificate may sign; whether a trusted authority issued it, checked at each of `times` (or at its own start
 * when no time is proven); and whether a trusted CT log promised to publish it (RFC 6962).
 */
export async function checkIssuance(
  certificate: Certificate,
  times: readonly number[],
  options: VerifyOptions,
): Promise<IssuanceFindings> {
  const [moment = certificate.notBefore, ...others] = times;
  const authorities = options.trust.certificateAuthorities;
  const chainOptions = options.cache ? { cache: options.cache } : {};
  const chainAt = (time: number) => buildChain(certificate, authorities, time, chainOptions);
  const chain = await chainAt(moment);
  const chains = [chain];
  for (const time of others) chains.push(await chainAt(time));
  const chainCheck = chainResultCheck(chains.find(({ ok }) => !ok) ?? chain, moment);
  const found = chains.filter((result) => result.ok);
  const profile = profileOf(found.map(({ authority }) => authority));
  const own = { certificate: checkCertificate(certificate, profile), chain: chainCheck, profile };
  const [first] = found;
  if (!first) {
    const sct = notMade('sct', 'NEEDS_EARLIER_CHECK', 'needs the certificate’s trusted issuer');
    return { ...own, sct };
  }
  const { check, time } = await checkScts(certificate, first.issuer, options);
  return { ...own, sct: check, ...(time === undefined ? {} : { sctTime: time }) };
}

function chainResultCheck(chain: ChainResult, time: number): Check {
  if (chain.ok)
    return passed(
      'chain',
      `issued by ${chain.authority.uri || 'a trusted authority'}, valid at ${formatTime(time)}`,
    );
  switch (chain.reason) {
    case 'CHAIN_NO_TRUSTED_AUTHORITY':
    case 'ALGORITHM_NOT_SUPPORTED':
      return notMade('chain', chain.reason, chain.detail);
    default:
      return failed('chain', chain.reason, chain.detail);
  }
}

async function checkScts(
  certificate: Certificate,
  issuer: Certificate,
  options: VerifyOptions,
): Promise<{ readonly check: Check; readonly time?: number }> {
  let scts: Sct[];
  try {
    scts = embeddedScts(certificate);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return { check: failed('sct', 'SCT_MALFORMED', error.message) };
  }
  const [first] = scts;
  if (!first) return { check: notMade('sct', 'SCT_MISSING', 'the certificate carries no SCT') };
  const { ctLogs } = options.trust;
  const outcomes = await Promise.all(
    scts.map((sct) => verifySct(certificate, issuer, sct, ctLogs, options.cache)),
  );
  const good = scts[outcomes.indexOf('ok')];
  return sctCheck(first, good, outcomes);
}

function sctCheck(
  first: Sct,
  good: Sct | undefined,
  outcomes: readonly SctOutcome[],
): { check: Check; time?: number } {
  if (outcomes.includes('wrong')) {
    return { check: failed('sct', 'SCT_SIGNATURE_WRONG', 'an SCT is not the CT log’s for this certificate') };
  }
  if (outcomes.includes('outside-validity')) {
    return {
      check: failed(
        'sct',
        'SCT_OUTSIDE_LOG_VALIDITY',
        'an SCT is dated outside the period its CT log is trusted for',
      ),
    };
  }
  if (good)
    return {
      check: passed('sct', `a CT log promised it at ${formatTime(good.timestamp)}`),
      time: good.timestamp,
    };
  const id = toHex(first.logId).slice(0, 16);
  return { check: notMade('sct', 'SCT_LOG_UNKNOWN', `CT log ${id}… is not in the trusted root`) };
}
