import { type Certificate, certificateKey, readSigner } from '../certificate/index.js';
import { EncodingError, toHex } from '../encoding/index.js';
import type { CmsSignature } from '../signature/index.js';
import type { LogEntry } from '../transparency/index.js';
import { checkCertificate, checkIssuance } from './certificate-checks.js';
import { inOrder, notMade, outcomeOf } from './checks.js';
import { expectedLoggedIds } from './expected-log-digests.js';
import { bindEmbeddedEntry, isOnlineRecord } from './log-entry.js';
import { checkLogProofs, logOf } from './log-proofs.js';
import type { VerifyOptions } from './options.js';
import { checkTime, checkTimestamps, momentsIn, type ProvenTime, signedAt } from './signing-time.js';
import type { Check, LogEntryFact, Verdict } from './verdict.js';

/** A parsed Sigstore signature over a payload, with the checks already made of it. */
export interface SigstoreInput {
  readonly payload: Uint8Array;
  readonly armor: Uint8Array;
  readonly cms: CmsSignature;
  readonly certificate: Certificate;
  /** structure, payload-digest and signature. */
  readonly checks: readonly Check[];
}

/** What a verdict says beside the object and the kind of signature. */
export type Finding = Omit<Verdict, 'object' | 'signature' | 'fingerprint'>;

/** Every required check of a Sigstore signature over a git object (design, "Required checks of a Sigstore signature"). */
export async function verifySigstore(input: SigstoreInput, options: VerifyOptions): Promise<Finding> {
  const { cms, certificate } = input;
  const [log, stamps] = await Promise.all([
    checkLog(input, options),
    checkTimestamps(cms.timestampTokens, cms.signature, options),
  ]);
  const times = [...log.times, ...stamps.times];
  const issuance = await checkIssuance(certificate, momentsIn(certificate, times), options);
  const timestampChecks = log.times.length > 0 ? stamps.checks.filter(isEvidence) : stamps.checks;
  const checks = [
    ...input.checks,
    checkCertificate(certificate),
    ...issuance.checks,
    ...log.checks,
    ...timestampChecks,
    checkTime(certificate, times),
  ];
  const signer = signerOf(certificate);
  const at = signedAt(times, issuance.sctTime, cms.signingTime);
  return {
    outcome: outcomeOf(checks),
    checks: inOrder(checks),
    ...(signer ? { signer } : {}),
    ...(at ? { signedAt: at } : {}),
    ...(log.fact ? { logEntry: log.fact } : {}),
  };
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

interface LogFindings {
  readonly checks: readonly Check[];
  readonly times: readonly ProvenTime[];
  readonly fact?: LogEntryFact;
}

async function checkLog(input: SigstoreInput, options: VerifyOptions): Promise<LogFindings> {
  const entry = input.cms.logEntry;
  if (!entry) return checkLookedUp(input, options);
  const bound = bindEmbeddedEntry(entry, input.cms, input.certificate.der);
  if (!('body' in bound)) return { checks: [bound.check], times: [], fact: factOf(entry, [], options) };
  const proofs = await checkLogProofs(entry, bound.body, options.trust);
  return {
    checks: [bound.check, ...proofs],
    times: timesOf(entry, proofs),
    fact: factOf(entry, proofs, options),
  };
}

/**
 * The first looked-up entry that is this object's and holds. One that is not ours or does not hold is passed over: a
 * lying log server can withhold an answer, never spoil or improve one.
 */
async function checkLookedUp(input: SigstoreInput, options: VerifyOptions): Promise<LogFindings> {
  const key = certificateKey(input.certificate);
  const loggedIds = options.lookedUp?.length ? expectedLoggedIds(input.payload, input.armor) : [];
  for (const entry of options.lookedUp ?? []) {
    const body = entry.body;
    if (!body || !key || !(await isOnlineRecord(body, loggedIds, input.certificate.der, key))) continue;
    const proofs = await checkLogProofs(entry, body, options.trust);
    if (outcomeOf(proofs) !== 'valid') continue;
    const found: Check = {
      name: 'log-entry',
      outcome: 'passed',
      detail: `looked up: entry ${entry.logIndex} names this object`,
    };
    const fact = { ...factOf(entry, proofs, options), inclusion: 'looked-up' as const };
    return { checks: [found, ...proofs], times: timesOf(entry, proofs), fact };
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

function timesOf(entry: LogEntry, proofs: readonly Check[]): ProvenTime[] {
  const promised = proofs.some((check) => check.name === 'set' && check.outcome === 'passed');
  return promised ? [{ source: 'rekor', time: entry.integratedTime, accuracy: 0 }] : [];
}

function factOf(entry: LogEntry, proofs: readonly Check[], options: VerifyOptions): LogEntryFact {
  const holds = (name: Check['name']): boolean =>
    proofs.some((check) => check.name === name && check.outcome === 'passed');
  const proven = holds('inclusion') && holds('checkpoint');
  return {
    log: logOf(entry, options.trust)?.baseUrl || toHex(entry.logId),
    index: entry.logIndex,
    integratedTime: entry.integratedTime,
    inclusion: proven ? 'proven' : holds('set') ? 'promised' : 'not-checked',
  };
}
