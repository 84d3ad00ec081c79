import type { Signer } from '../certificate/types.js';
import { formatTime } from '../encoding/index.js';
import { harmless } from '../harmless/index.js';
import { isWaived } from './checks.js';
import { isSound } from './holds.js';
import type { FailedReason } from './reason.js';
import type { Check, LogEntryFact, Outcome, SignedAt, Verdict } from './verdict.js';

// The words for verdicts. Everything from outside passes through `harmless` here.

const TIME_SOURCE: Record<SignedAt['source'], string> = {
  rekor: 'proven by the transparency log',
  timestamp: 'proven by a timestamp authority',
  // An SCT proves when the certificate was issued, but not when its key signed.
  sct: 'not proven: the certificate was logged then',
  unproven: 'not proven',
};

const INCLUSION: Record<LogEntryFact['inclusion'], string> = {
  proven: 'proven to be in the log',
  promised: 'promised to be in the log',
  'looked-up': 'looked up in the log',
  'not-checked': 'not proven to be in the log',
};

/** What each outcome means, for the first line of a block. */
export const OUTCOME_MEANS: Record<Outcome, string> = {
  verified: 'every check passed and the signer is allowed',
  valid: 'every check passed; nobody said whether this signer is allowed',
  incomplete: 'nothing is wrong, but not everything could be checked',
  refused: 'the signature is sound, but the signer is not allowed',
  invalid: 'the signature does not hold',
  unsigned: 'there is no signature',
};

// In a message signature for another file, the signature and the log entry cannot fit either, because they cover that other
// file.
const OF_ANOTHER_FILE: ReadonlySet<unknown> = new Set([
  'PAYLOAD_DIGEST_MISMATCH',
  'SIGNATURE_WRONG',
  'LOG_ENTRY_DIGEST_MISMATCH',
] satisfies FailedReason[]);
const NOT_READ: ReadonlySet<unknown> = new Set([
  'BUNDLE_MALFORMED',
  'STATEMENT_MALFORMED',
] satisfies FailedReason[]);

/** The meaning of an invalid verdict on a file, when the signature itself is not the problem. */
function notTheSignature(checks: readonly Check[]): string | undefined {
  const reasons = checks.filter(({ outcome }) => outcome === 'failed').map(({ reason }) => reason);
  if (reasons.some((reason) => NOT_READ.has(reason))) return 'the bundle is not well formed';
  const other =
    reasons.includes('PAYLOAD_DIGEST_MISMATCH') && reasons.every((reason) => OF_ANOTHER_FILE.has(reason));
  return other || reasons.every((reason) => reason === 'STATEMENT_SUBJECT_MISMATCH')
    ? 'the bundle is about another file'
    : undefined;
}

/** Whether the only problem of a signed tag is that it was asked for by another name than its own. */
export function isOnlyRenamed({ outcome, checks }: Pick<Verdict, 'outcome' | 'checks'>): boolean {
  if (outcome === 'unsigned') return false;
  const failed = checks.filter((check) => check.outcome === 'failed');
  return failed.length > 0 && failed.every(({ reason }) => reason === 'TAG_NAME_MISMATCH');
}

/**
 * What a verdict means, in one line. It says so when a flag took a check away, or when only the file or the name of the tag
 * is wrong.
 */
export function meaning({ object, outcome, checks }: Pick<Verdict, 'object' | 'outcome' | 'checks'>): string {
  if (isOnlyRenamed({ outcome, checks })) return 'the signature is for a tag of another name';
  if (outcome === 'valid' && isWaived(checks))
    return 'every check that was made passed; a flag took a required one away';
  const own = outcome === 'invalid' && object.type === 'blob' ? notTheSignature(checks) : undefined;
  return own ?? OUTCOME_MEANS[outcome];
}

/** Who vouched for the signer, or that the certificate does not state an issuer. */
export function issuerText({ issuer }: Pick<Signer, 'issuer'>): string {
  return issuer === '' ? 'not stated' : harmless(issuer);
}

/** `2026-11-21 23:59:59 UTC, proven by the transparency log`. */
export function signedAtText({ time, source }: SignedAt): string {
  const text = formatTime(time).replace('T', ' ').replace('Z', ' UTC');
  return `${text}, ${TIME_SOURCE[source]}`;
}

/** Who signed. When the evidence does not hold or is not complete, it says that this is only a claim. */
export function signerText({ signer, outcome }: Verdict): string | undefined {
  return signer && claimed(signer.subject, outcome);
}

/**
 * What the signature says about the blob. When the evidence does not hold or is not complete, it says that this is only a
 * claim.
 */
export function attestsText({ attests, outcome }: Verdict): string | undefined {
  return attests === undefined ? undefined : claimed(attests, outcome);
}

function claimed(text: string, outcome: Outcome): string {
  return `${harmless(text)}${isSound(outcome) ? '' : ' (claimed, not proven)'}`;
}

/** `rekor.example, index 7, proven to be in the log`. */
export function logEntryText({ log, index, inclusion }: LogEntryFact): string {
  return `${harmless(log.replace(/^https?:\/\//, ''))}, index ${index}, ${INCLUSION[inclusion]}`;
}

/** `until 2027-01-31: reason (rule)`: why an object is exempt although it is not verified; undefined when it is not exempt. */
export function exemptText({ exempt }: Verdict): string | undefined {
  if (!exempt) return undefined;
  const until = exempt.until === undefined ? '' : `until ${formatTime(exempt.until).slice(0, 10)}: `;
  return `${until}${harmless(exempt.reason)} (${harmless(exempt.rule)})`;
}

/** One check in one line: `detail [REASON]`. */
export function checkText({ detail, reason }: Check): string {
  return reason ? `${harmless(detail)} [${reason}]` : harmless(detail);
}
