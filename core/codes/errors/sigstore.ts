import type { ErrorTable } from '../types.js';

/** A Sigstore service gave no usable answer. */
export const SIGSTORE_ERRORS = {
  FULCIO_REFUSED: [
    'Fulcio gave no certificate',
    'the message has what it says; check that it knows your issuer',
  ],
  FULCIO_UNAVAILABLE: ['Fulcio cannot be reached', 'try again, or check waxseal.fulcio'],
  FULCIO_ANSWER_MALFORMED: ['what Fulcio answered is no certificate', 'check waxseal.fulcio'],
  FULCIO_WRONG_KEY: [
    'Fulcio issued a certificate for another key',
    'do not use this Fulcio: it gives wrong answers, or somebody on the network changes them',
  ],
  REKOR_REFUSED: ['the log did not take the entry', 'the message has what it says'],
  REKOR_UNAVAILABLE: ['the log cannot be reached', 'try again, or check waxseal.rekor'],
  REKOR_ANSWER_MALFORMED: ['what the log answered is no log entry', 'check waxseal.rekor'],
  REKOR_NOT_OUR_ENTRY: [
    'the log answered with an entry for something else',
    'do not use this log: it gives wrong answers, or somebody on the network changes them',
  ],
  REKOR_PROOF_WRONG: [
    'the log gave a proof that is wrong',
    'do not use this log; if it is the public one, report it',
  ],
  TIMESTAMP_REFUSED: ['the timestamp authority gave no timestamp', 'the message has what it says'],
  TIMESTAMP_UNAVAILABLE: [
    'the timestamp authority cannot be reached',
    'try again, or check waxseal.timestampServerURL',
  ],
  TIMESTAMP_ANSWER_MALFORMED: [
    'what the timestamp authority answered is no timestamp',
    'check waxseal.timestampServerURL',
  ],
  TIMESTAMP_NOT_OURS: [
    'the timestamp is for another request',
    'try again; if it stays so, use another authority',
  ],
  LOOK_UP_FAILED: ['a log entry could not be looked up', 'try again when the log can be reached'],
} as const satisfies ErrorTable;
