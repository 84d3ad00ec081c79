import type { Signer } from '../certificate/types.js';
import type { CheckName, ReasonCode } from './reason.js';
import type { SignerDecision } from './signer-decision.js';

/** What kind of signature an object carries. */
export type SignatureKind = 'sigstore' | 'x509' | 'ssh' | 'openpgp' | 'unknown' | 'none';

/** The answer for one object; see the table in SECURITY.md. */
export type Outcome = 'verified' | 'valid' | 'incomplete' | 'refused' | 'invalid' | 'unsigned';

/** One step of a verdict. `detail` is for people: one line, made harmless by the producer of text output, never a secret. */
export interface Check {
  readonly name: CheckName;
  readonly outcome: 'passed' | 'failed' | 'not-made';
  /** Absent when passed. */
  readonly reason?: ReasonCode;
  readonly detail: string;
}

/** When the signature was made, and who says so. Unix seconds. */
export interface SignedAt {
  readonly time: number;
  readonly source: 'rekor' | 'timestamp' | 'sct' | 'unproven';
}

/** The log entry the signature was found under. */
export interface LogEntryFact {
  /** Base URL of the log as the trusted root names it; the hex log id when the root does not know it. */
  readonly log: string;
  readonly index: number;
  readonly integratedTime: number;
  readonly inclusion: 'proven' | 'promised' | 'looked-up' | 'not-checked';
}

/** The object a verdict is about. */
export interface VerdictObject {
  /** Object id in hex, or a digest with its algorithm for images and blobs. */
  readonly id: string;
  readonly type: 'commit' | 'tag' | 'image' | 'blob';
}

/** Why an object need not be `verified`: what a policy says of it by name or by age. */
export interface Exemption {
  /** What lets it pass, for people: `requiredSince of rule "main"`, `exception at line 12`. */
  readonly rule: string;
  readonly reason: string;
  /** Unix seconds after which it no longer counts. */
  readonly until?: number;
}

/** Evidence in, verdict out: the answer for one object (docs/design.md, "A verdict"). */
export interface Verdict {
  readonly object: VerdictObject;
  readonly signature: SignatureKind;
  readonly outcome: Outcome;
  readonly signer?: Signer;
  readonly signedAt?: SignedAt;
  readonly logEntry?: LogEntryFact;
  /** Predicate type of the in-toto statement the blob is a subject of: such a signature is over what is said of the blob. */
  readonly attests?: string;
  /** SHA-1 of the signer's certificate, hex: the id in GOODSIG, and the SHA-256. */
  readonly fingerprint?: { readonly sha1: string; readonly sha256: string };
  /** The key of an SSH (`SHA256:…`) or OpenPGP signature (fingerprint, else key id: upper-case hexadecimal). */
  readonly key?: string;
  /** Fingerprint of the primary key an OpenPGP signature's key belongs to, where gpg knows it. */
  readonly primaryKey?: string;
  /** What the user's own trust outside any policy says: allowed signers, gpg's ownertrust, roots given for S/MIME. */
  readonly ownTrust?: SignerDecision;
  readonly checks: readonly Check[];
  /** Present where a policy lets the object pass all the same; the outcome is then never `verified`. */
  readonly exempt?: Exemption;
}
