import type { Signer } from '../certificate/types.js';
import type { FailedReason } from '../codes/index.js';
import { formatTime } from '../encoding/index.js';
import { harmless } from '../harmless/index.js';
import { isWaived } from './checks.js';
import { ENGLISH } from './english.js';
import { isSound } from './holds.js';
import { filled, type Phrase, type VerdictWords } from './language.js';
import type { Check, LogEntryFact, Outcome, SignedAt, Verdict } from './verdict.js';

// Verdicts in words: English ones, unless others are given. Everything from outside passes through `harmless` here.

/** What each outcome means in English, for the first line of a block. */
export const OUTCOME_MEANS = ENGLISH.means;

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
function notTheSignature(checks: readonly Check[]): Phrase | undefined {
  const reasons = checks.filter(({ outcome }) => outcome === 'failed').map(({ reason }) => reason);
  if (reasons.some((reason) => NOT_READ.has(reason))) return 'not-well-formed';
  const other =
    reasons.includes('PAYLOAD_DIGEST_MISMATCH') && reasons.every((reason) => OF_ANOTHER_FILE.has(reason));
  return other || reasons.every((reason) => reason === 'STATEMENT_SUBJECT_MISMATCH')
    ? 'not-the-file'
    : undefined;
}

/** Whether the only problem of a signed tag is that it was asked for by another name than its own. */
export function isOnlyRenamed({ outcome, checks }: Pick<Verdict, 'outcome' | 'checks'>): boolean {
  if (outcome === 'unsigned') return false;
  const failed = checks.filter((check) => check.outcome === 'failed');
  return failed.length > 0 && failed.every(({ reason }) => reason === 'TAG_NAME_MISMATCH');
}

/**
 * What a verdict means, in one line. It says so when a flag took a check away, when only the file or the name of the tag is
 * wrong, or when the tag that was asked for is only a pointer to the commit.
 */
export function meaning(
  verdict: Pick<Verdict, 'object' | 'outcome' | 'checks' | 'lightweightTag'>,
  words = ENGLISH,
): string {
  if (verdict.lightweightTag === undefined) return meaningOfObject(verdict, words);
  if (isRefusedPointer(verdict)) return words.phrases['lightweight-refused'];
  return filled(words.phrases.lightweight, { means: meaningOfObject(verdict, words) });
}

/** Whether the policy refuses a tag because it is lightweight. The signer of its commit does not matter. */
function isRefusedPointer({ checks }: Pick<Verdict, 'checks'>): boolean {
  return checks.some(({ reason }) => reason === 'TAG_LIGHTWEIGHT');
}

function meaningOfObject(
  { object, outcome, checks }: Pick<Verdict, 'object' | 'outcome' | 'checks'>,
  { means, phrases }: VerdictWords,
): string {
  if (isOnlyRenamed({ outcome, checks })) return phrases.renamed;
  if (outcome === 'valid' && isWaived(checks)) return phrases.waived;
  const own = outcome === 'invalid' && object.type === 'blob' ? notTheSignature(checks) : undefined;
  return own ? phrases[own] : means[outcome];
}

/** Who vouched for the signer, or that the certificate does not state an issuer. */
export function issuerText({ issuer }: Pick<Signer, 'issuer'>, { phrases } = ENGLISH): string {
  return issuer === '' ? phrases['no-issuer'] : harmless(issuer);
}

/** `2026-11-21 23:59:59 UTC, proven by the transparency log`. */
export function signedAtText({ time, source }: SignedAt, { phrases, timeSources } = ENGLISH): string {
  const text = formatTime(time).replace('T', ' ').replace('Z', ' UTC');
  return filled(phrases['signed-at'], { time: text, source: timeSources[source] });
}

/** Who signed. When the evidence does not hold or is not complete, it says that this is only a claim. */
export function signerText({ signer, outcome }: Verdict, words = ENGLISH): string | undefined {
  return signer && claimed(signer.subject, outcome, words);
}

/**
 * What the signature says about the blob. When the evidence does not hold or is not complete, it says that this is only a
 * claim.
 */
export function attestsText({ attests, outcome }: Verdict): string | undefined {
  return attests === undefined ? undefined : claimed(attests, outcome);
}

/** What a certificate states: only a claim, unless the evidence is sound. */
export function claimed(stated: string, outcome: Outcome, { phrases } = ENGLISH): string {
  const text = harmless(stated);
  return isSound(outcome) ? text : filled(phrases.claimed, { text });
}

/** `rekor.example, index 7, proven to be in the log`. */
export function logEntryText(
  { log, index, inclusion }: LogEntryFact,
  { phrases, inclusions } = ENGLISH,
): string {
  const shown = harmless(log.replace(/^https?:\/\//, ''));
  return filled(phrases['log-entry'], { log: shown, index, inclusion: inclusions[inclusion] });
}

/** `until 2027-01-31: reason (rule)`: why an object is exempt although it is not verified; undefined when it is not exempt. */
export function exemptText({ exempt }: Verdict, { phrases } = ENGLISH): string | undefined {
  if (!exempt) return undefined;
  const values = { reason: harmless(exempt.reason), rule: harmless(exempt.rule) };
  if (exempt.until === undefined) return filled(phrases.exempt, values);
  return filled(phrases['exempt-until'], { ...values, date: formatTime(exempt.until).slice(0, 10) });
}

/** One check in one line: `detail [REASON]`. */
export function checkText({ detail, reason }: Check): string {
  return reason ? `${harmless(detail)} [${reason}]` : harmless(detail);
}
