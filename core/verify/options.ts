import type { Certificate, SignatureCache } from '../certificate/index.js';
import type { GpgAnswer, OpenPgpSignature } from '../signature/openpgp/index.js';
import type { AllowedSigners, SshVerifyInput } from '../signature/ssh/index.js';
import type { LogEntry } from '../transparency/index.js';
import type { TrustedRoot } from '../trust/index.js';

/** The user's own trust for SSH keys. */
export interface SshEvidence {
  /**
   * The allowed signers file. `unusable`: one line about why it does not count, because a repository may have written it.
   * `unreadable`: one line about why it is unknown what it says.
   */
  readonly allowedSigners?: AllowedSigners | { readonly unusable: string } | { readonly unreadable: string };
  readonly revocation?: NonNullable<SshVerifyInput['revocation']>;
}

/** Trust in X.509 authorities that are not Sigstore's. */
export interface X509Evidence {
  /** Roots that the user named: the user trusts every signer below them. */
  readonly given: readonly Certificate[];
  /** Roots of the system: they say who somebody is, not that they may sign here. */
  readonly system: readonly Certificate[];
  /** Certificates that may be links of a path, but are not trusted by themselves. */
  readonly intermediates: readonly Certificate[];
}

/** What a verdict depends on, besides the object itself. */
export interface VerifyOptions {
  readonly trust: TrustedRoot;
  /** Entries from a log look-up. Each is checked as strictly as an embedded one, and none can make a verdict worse. */
  readonly lookedUp?: readonly LogEntry[];
  /** Why a requested look-up got no answer, in one line; the verdict shows it. */
  readonly lookUpFailure?: string;
  /** Certificate signatures already checked in this run; give the same `new Map()` to many calls. */
  readonly cache?: SignatureCache;
  /** Called for an SSH signature; it must always give the same answer. Without it, nobody said who may sign. */
  readonly ssh?: () => Promise<SshEvidence>;
  /** gpg's answer about an OpenPGP signature. Without it such signatures are not verified. */
  readonly openpgp?: (signature: OpenPgpSignature, payload: Uint8Array) => Promise<GpgAnswer>;
  /** Called for an X.509 signature that is not from Sigstore. Without it, no authority is trusted for these. */
  readonly x509?: () => Promise<X509Evidence>;
  /** Required checks that a flag takes away (cosign's `--insecure-ignore-…`): shown as not made, the outcome at most `valid`. */
  readonly waive?: readonly ('log' | 'sct' | 'claims')[];
  /** Requires a timestamp that holds, whatever the authority's profile says (cosign's `--use-signed-timestamps`). */
  readonly demandTimestamp?: boolean;
  /** With the log waived and no timestamp, a certificate that is valid at `now` is enough: what cosign does for images. */
  readonly presentCounts?: boolean;
  /**
   * Unix seconds. Used only when nothing proves the time of a signature: for S/MIME, for SSH over objects without a date, and
   * with `presentCounts`.
   */
  readonly now?: number;
}
