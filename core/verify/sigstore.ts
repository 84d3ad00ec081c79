import { type Certificate, certificateKey } from '../certificate/index.js';
import type { CmsSignature } from '../signature/index.js';
import { notMade, outcomeOf, passed } from '../verdict/checks.js';
import type { Check } from '../verdict/verdict.js';
import { type Finding, judgeEvidence } from './evidence.js';
import { expectedLoggedIds } from './expected-log-digests.js';
import { bindEmbeddedEntry, isOnlineRecord } from './log-entry.js';
import { findingsOf, type LogFindings } from './log-findings.js';
import { checkLogProofs, noProofs } from './log-proofs.js';
import type { VerifyOptions } from './options.js';

/** A parsed Sigstore signature over a payload, with the checks that were already made. */
export interface SigstoreInput {
  readonly payload: Uint8Array;
  readonly armor: Uint8Array;
  readonly cms: CmsSignature;
  readonly certificate: Certificate;
  /** structure, payload-digest and signature. */
  readonly checks: readonly Check[];
}

/** Every required check of a Sigstore signature over a git object. */
export function verifySigstore(input: SigstoreInput, options: VerifyOptions): Promise<Finding> {
  const { cms, certificate, checks } = input;
  const { signature, timestampTokens, signingTime: claimedTime } = cms;
  return judgeEvidence(
    { certificate, signature, timestampTokens, claimedTime, checks },
    checkLog(input, options),
    options,
  );
}

async function checkLog(input: SigstoreInput, options: VerifyOptions): Promise<LogFindings> {
  const entry = input.cms.logEntry;
  if (!entry) return checkLookedUp(input, options);
  const bound = bindEmbeddedEntry(entry, input.cms, input.certificate);
  const proofs =
    'body' in bound ? await checkLogProofs(entry, bound.body, options.trust) : noProofs(entry, options.trust);
  return findingsOf(entry, [bound.check], proofs);
}

/**
 * The first looked-up entry that belongs to this object and holds. All others are skipped: a lying log server can withhold an
 * answer, but it can never make one worse or better.
 */
async function checkLookedUp(input: SigstoreInput, options: VerifyOptions): Promise<LogFindings> {
  const key = certificateKey(input.certificate);
  const loggedIds = options.lookedUp?.length ? expectedLoggedIds(input.payload, input.armor) : [];
  for (const entry of options.lookedUp ?? []) {
    const body = entry.body;
    if (!body || !key || !(await isOnlineRecord(body, loggedIds, input.certificate.der, key))) continue;
    const proofs = await checkLogProofs(entry, body, options.trust);
    if (outcomeOf(proofs.checks) !== 'valid') continue;
    const own = passed('log-entry', `looked up: entry ${entry.logIndex} names this object`);
    const found = findingsOf(entry, [own], proofs);
    return { ...found, fact: { ...found.fact, inclusion: 'looked-up' } };
  }
  return { checks: [missingEntry(options)], times: [] };
}

function missingEntry(options: VerifyOptions): Check {
  if (options.lookUpFailure !== undefined)
    return notMade('log-entry', 'LOG_LOOKUP_FAILED', options.lookUpFailure);
  if (options.lookedUp) {
    return notMade('log-entry', 'LOG_ENTRY_NOT_FOUND', 'the log showed no entry that holds for this object');
  }
  return notMade('log-entry', 'LOG_ENTRY_NOT_EMBEDDED', 'log entry not embedded; --online looks it up');
}
