import type { Profile } from '../trust/index.js';
import { notMade, outcomeOf } from '../verdict/checks.js';
import type { Check } from '../verdict/verdict.js';
import type { LogFindings } from './log-findings.js';
import type { VerifyOptions } from './options.js';
import type { TimestampFindings } from './signing-time.js';

/** Whether a kind of evidence must be there, and if not, why. */
type Demand = 'required' | 'not-required' | 'waived';

function demandFor(evidence: 'log' | 'sct', profile: Profile, options: VerifyOptions): Demand {
  if (options.waive?.includes(evidence)) return 'waived';
  return profile.requires.includes(evidence) ? 'required' : 'not-required';
}

const WHAT = { log: ['log-entry', 'a log entry'], sct: ['sct', 'an SCT'] } as const;

/**
 * The checks of evidence that is not required. A failed check still counts, also with a flag. When a flag takes the check
 * away, the evidence does not count at all. When the profile does not require it, the evidence counts only if it holds.
 */
function unlessRequired(
  evidence: 'log' | 'sct',
  checks: readonly Check[],
  profile: Profile,
  options: VerifyOptions,
): { readonly checks: readonly Check[]; readonly counts: boolean } {
  const demand = demandFor(evidence, profile, options);
  if (demand === 'required') return { checks, counts: true };
  const wrong = checks.filter(({ outcome }) => outcome === 'failed');
  if (wrong.length > 0) return { checks: wrong, counts: false };
  const [name, what] = WHAT[evidence];
  if (demand === 'waived') {
    const flag = evidence === 'log' ? '--insecure-ignore-tlog' : '--insecure-ignore-sct';
    return { checks: [notMade(name, 'CHECK_WAIVED', `${flag} takes this check away`)], counts: false };
  }
  if (outcomeOf(checks) === 'valid') return { checks, counts: true };
  const detail = `the profile ${profile.name} of the authority does not ask for ${what}`;
  return { checks: [notMade(name, 'NOT_REQUIRED', detail)], counts: false };
}

/** The findings about the log entries, as far as they count. */
export function logAsRequired(log: LogFindings, profile: Profile, options: VerifyOptions): LogFindings {
  const { checks, counts } = unlessRequired('log', log.checks, profile, options);
  if (counts) return log;
  return { checks, times: [] };
}

/** The check of the SCTs, as far as it counts. */
export function sctAsRequired(sct: Check, profile: Profile, options: VerifyOptions): readonly Check[] {
  return unlessRequired('sct', [sct], profile, options).checks;
}

/**
 * The checks of the timestamps. A profile without a log needs a timestamp that holds. A token of an unknown authority is no
 * gap when another token holds, or when the log alone may prove the time.
 */
export function timestampsAsRequired(
  stamps: TimestampFindings,
  log: LogFindings,
  profile: Profile,
  options: VerifyOptions,
): readonly Check[] {
  const demanded = profile.requires.includes('timestamp') || options.demandTimestamp;
  if (demanded && stamps.checks.length === 0) {
    const detail = 'the signature carries no timestamp, and one is asked for';
    return [notMade('timestamp', 'TIMESTAMP_MISSING', detail)];
  }
  const proven = stamps.times.length > 0 || (!demanded && log.times.length > 0);
  return proven ? stamps.checks.filter(({ outcome }) => outcome !== 'not-made') : stamps.checks;
}
