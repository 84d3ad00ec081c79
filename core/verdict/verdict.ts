import type { Signer } from '../certificate/types.js';
import type { ReasonCode } from '../codes/index.js';
import type { CheckName } from './check-names.js';
import type { SignerDecision } from './signer-decision.js';

/** What kind of signature an object carries. */
export type SignatureKind = 'sigstore' | 'x509' | 'ssh' | 'openpgp' | 'unknown' | 'none';

/** The answer for one object; see the table in SECURITY.md. */
export type Outcome = 'verified' | 'valid' | 'incomplete' | 'refused' | 'invalid' | 'unsigned';

/** One check of a verdict. `detail` is one line for people, never a secret. The writer of text output makes it harmless. */
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

/** The log entry of the signature. */
export interface LogEntryFact {
  /** Base URL of the log from the trusted root; the hex log id when the log is not in the root. */
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

/** Why an object need not be `verified`: a policy exempts it by its id or by its age. */
export interface Exemption {
  /** What exempts it, for people: `requiredSince of rule "main"`, `exception at line 12`. */
  readonly rule: string;
  readonly reason: string;
  /** Unix seconds after which it no longer applies. */
  readonly until?: number;
}

/** Evidence in, verdict out: the answer for one object (docs/design.md, "A verdict"). */
export interface Verdict {
  readonly object: VerdictObject;
  /** The lightweight tag by which a commit was asked for. It is a pointer without a signature: the verdict is about the commit. */
  readonly lightweightTag?: string;
  readonly signature: SignatureKind;
  readonly outcome: Outcome;
  readonly signer?: Signer;
  readonly signedAt?: SignedAt;
  readonly logEntry?: LogEntryFact;
  /**
   * Predicate type of the in-toto statement that has the blob as a subject. Such a signature covers the statement, not the
   * blob.
   */
  readonly attests?: string;
  /** SHA-1 (the id in GOODSIG) and SHA-256 of the signer's certificate, hex. */
  readonly fingerprint?: { readonly sha1: string; readonly sha256: string };
  /** The key of an SSH (`SHA256:…`) or OpenPGP signature (fingerprint, else key id: upper-case hexadecimal). */
  readonly key?: string;
  /** Fingerprint of the primary key an OpenPGP signature's key belongs to, where gpg knows it. */
  readonly primaryKey?: string;
  /** What the user's own trust says, outside any policy: allowed signers, gpg's ownertrust, roots given for S/MIME. */
  readonly ownTrust?: SignerDecision;
  readonly checks: readonly Check[];
  /** Present when a policy exempts the object; the outcome is then never `verified`. */
  readonly exempt?: Exemption;
}
