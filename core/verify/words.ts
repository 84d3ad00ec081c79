import type { Signer } from '../certificate/types.js';
import { formatTime } from '../encoding/index.js';
import { harmless } from '../text/index.js';
import { isWaived } from './checks.js';
import { isSound } from './holds.js';
import type { Check, LogEntryFact, Outcome, SignedAt, Verdict } from './verdict.js';

// The words in which verdicts are told. Everything from outside passes through `harmless` here.

const TIME_SOURCE: Record<SignedAt['source'], string> = {
  rekor: 'proven by the transparency log',
  timestamp: 'proven by a timestamp authority',
  // It proves when the certificate was issued, and nothing of when its key signed.
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

/** What a verdict means, in one line: where a flag took a check away, that too. */
export function meaning({ outcome, checks }: Pick<Verdict, 'outcome' | 'checks'>): string {
  return outcome === 'valid' && isWaived(checks)
    ? 'every check that was made passed; a flag took a required one away'
    : OUTCOME_MEANS[outcome];
}

/** Who vouched for the signer; an issuer the certificate does not state is said to be that. */
export function issuerText({ issuer }: Pick<Signer, 'issuer'>): string {
  return issuer === '' ? 'not stated' : harmless(issuer);
}

/** `2026-11-21 23:59:59 UTC, proven by the transparency log`. */
export function signedAtText({ time, source }: SignedAt): string {
  const text = formatTime(time).replace('T', ' ').replace('Z', ' UTC');
  return `${text}, ${TIME_SOURCE[source]}`;
}

/** Who signed; where the evidence does not hold or is not complete, that it is only a claim. */
export function signerText({ signer, outcome }: Verdict): string | undefined {
  return signer && claimed(signer.subject, outcome);
}

/** What the signature says of the blob; where the evidence does not hold or is not complete, that it is only a claim. */
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

/** `until 2027-01-31: reason (rule)`: why an object passes although it is not verified; undefined where it does not. */
export function exemptText({ exempt }: Verdict): string | undefined {
  if (!exempt) return undefined;
  const until = exempt.until === undefined ? '' : `until ${formatTime(exempt.until).slice(0, 10)}: `;
  return `${until}${harmless(exempt.reason)} (${harmless(exempt.rule)})`;
}

/** One check in one line: `detail [REASON]`. */
export function checkText({ detail, reason }: Check): string {
  return reason ? `${harmless(detail)} [${reason}]` : harmless(detail);
}
