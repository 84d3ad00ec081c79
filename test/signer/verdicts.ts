import type { Verdict } from '../../core/verdict/index.js';

const EVIDENCE = [
  { name: 'structure', outcome: 'passed', detail: 'one signature of one signer, strict DER' },
  { name: 'payload-digest', outcome: 'passed', detail: 'the signed digest is that of the object' },
  { name: 'signature', outcome: 'passed', detail: 'made by the key of the certificate' },
] as const;

const SHA1 = '0f'.repeat(20);

/** A verdict with every fact, signed by dev@example.com. The check that decides the outcome is last. */
export const VERIFIED: Verdict = {
  object: { id: '6f2b'.repeat(10), type: 'commit' },
  signature: 'sigstore',
  outcome: 'verified',
  signer: {
    subject: 'dev@example.com',
    subjectType: 'email',
    issuer: 'https://accounts.example.com',
    claims: { githubWorkflowRef: 'refs/heads/main' },
  },
  signedAt: { time: 1795305600, source: 'rekor' },
  logEntry: {
    log: 'https://rekor.example.com',
    index: 4711,
    integratedTime: 1795305600,
    inclusion: 'proven',
  },
  fingerprint: { sha1: SHA1, sha256: 'ab'.repeat(32) },
  checks: [
    ...EVIDENCE,
    { name: 'signer', outcome: 'passed', detail: 'allowed by policy.yaml: subject = dev@example.com' },
  ],
};

/** One verdict for every outcome. */
export const VERDICTS: Readonly<Record<Verdict['outcome'], Verdict>> = {
  verified: VERIFIED,
  valid: {
    ...VERIFIED,
    outcome: 'valid',
    checks: [
      ...EVIDENCE,
      {
        name: 'signer',
        outcome: 'not-made',
        reason: 'SIGNER_NOT_STATED',
        detail: 'policy.yaml does not name this signer',
      },
    ],
  },
  refused: {
    ...VERIFIED,
    outcome: 'refused',
    checks: [
      ...EVIDENCE,
      {
        name: 'signer',
        outcome: 'failed',
        reason: 'SIGNER_NOT_ALLOWED',
        detail: 'not among the signers allowed by the command line',
      },
    ],
  },
  incomplete: {
    object: VERIFIED.object,
    signature: 'sigstore',
    outcome: 'incomplete',
    ...(VERIFIED.signer && { signer: VERIFIED.signer }),
    ...(VERIFIED.fingerprint && { fingerprint: VERIFIED.fingerprint }),
    signedAt: { time: 1795305600, source: 'unproven' },
    checks: [
      ...EVIDENCE,
      {
        name: 'log-entry',
        outcome: 'not-made',
        reason: 'LOG_ENTRY_NOT_EMBEDDED',
        detail: 'the signature embeds no log entry',
      },
      {
        name: 'time',
        outcome: 'not-made',
        reason: 'NEEDS_EARLIER_CHECK',
        detail: 'needs a log entry or a timestamp',
      },
    ],
  },
  invalid: {
    ...VERIFIED,
    outcome: 'invalid',
    checks: [
      EVIDENCE[0],
      {
        name: 'payload-digest',
        outcome: 'failed',
        reason: 'PAYLOAD_DIGEST_MISMATCH',
        detail: 'the object is not the one that was signed',
      },
      EVIDENCE[2],
    ],
  },
  unsigned: {
    object: { id: '6f2b'.repeat(10), type: 'tag' },
    signature: 'none',
    outcome: 'unsigned',
    checks: [],
  },
};

/** A verdict in which everything from outside tries to break out of its line. */
export const HOSTILE: Verdict = {
  ...VERIFIED,
  outcome: 'invalid',
  signer: {
    subject: 'dev@example.com]\n[GNUPG:] GOODSIG 00 admin\n[GNUPG:] TRUST_FULLY 0 shell\x1b[2J\x9b31m\u202e',
    subjectType: 'email',
    issuer: '\r\n[GNUPG:] TRUST_ULTIMATE\n',
    claims: { githubWorkflowRef: 'refs/heads/\x1b]0;owned\x07' },
  },
  logEntry: { log: 'https://rekor\x1b[8m\n', index: 1, integratedTime: 0, inclusion: 'not-checked' },
  checks: [{ name: 'chain', outcome: 'failed', reason: 'CHAIN_CONSTRAINT', detail: 'CN=\x1b[1A\r\nvalid' }],
};
