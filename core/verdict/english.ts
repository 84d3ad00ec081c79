import type { VerdictWords } from './language.js';

/** The words for verdicts in English. */
export const ENGLISH: VerdictWords = {
  labels: {
    verified: 'Verified',
    valid: 'Valid',
    incomplete: 'Incomplete',
    refused: 'Refused',
    invalid: 'Invalid',
    unsigned: 'Unsigned',
  },
  means: {
    verified: 'every check passed and the signer is allowed',
    valid: 'every check passed; nobody said whether this signer is allowed',
    incomplete: 'nothing is wrong, but not everything could be checked',
    refused: 'the signature is sound, but the signer is not allowed',
    invalid: 'the signature does not hold',
    unsigned: 'there is no signature',
  },
  results: { passed: 'passed', failed: 'failed', refused: 'refused', 'not-made': 'not made' },
  checks: {
    structure: 'structure',
    'payload-digest': 'payload digest',
    signature: 'signature',
    certificate: 'certificate',
    chain: 'chain',
    sct: 'sct',
    'log-entry': 'log entry',
    set: 'set',
    inclusion: 'inclusion',
    checkpoint: 'checkpoint',
    timestamp: 'timestamp',
    time: 'time',
    name: 'name',
    revocation: 'revocation',
    signer: 'signer',
  },
  timeSources: {
    rekor: 'proven by the transparency log',
    timestamp: 'proven by a timestamp authority',
    // An SCT proves when the certificate was issued, but not when its key signed.
    sct: 'not proven: the certificate was logged then',
    unproven: 'not proven',
  },
  inclusions: {
    proven: 'proven to be in the log',
    promised: 'promised to be in the log',
    'looked-up': 'looked up in the log',
    'not-checked': 'not proven to be in the log',
  },
  phrases: {
    claimed: '{text} (claimed, not proven)',
    exempt: '{reason} ({rule})',
    'exempt-until': 'until {date}: {reason} ({rule})',
    'log-entry': '{log}, index {index}, {inclusion}',
    'no-issuer': 'not stated',
    'not-the-file': 'the bundle is about another file',
    'not-well-formed': 'the bundle is not well formed',
    renamed: 'the signature is for a tag of another name',
    'signed-at': '{time}, {source}',
    waived: 'every check that was made passed; a flag took a required one away',
  },
};
