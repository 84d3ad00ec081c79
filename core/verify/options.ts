import type { Certificate, SignatureCache } from '../certificate/index.js';
import type { GpgAnswer, OpenPgpSignature } from '../signature/openpgp/index.js';
import type { AllowedSigners, SshVerifyInput } from '../signature/ssh/index.js';
import type { LogEntry } from '../transparency/index.js';
import type { TrustedRoot } from '../trust/index.js';

/** The user's own trust in SSH keys. */
export interface SshEvidence {
  /** The allowed signers file, or one line about why there is none that counts. */
  readonly allowedSigners?: AllowedSigners | { readonly unusable: string };
  readonly revocation?: NonNullable<SshVerifyInput['revocation']>;
}

/** Trust in X.509 authorities that are not Sigstore's. */
export interface X509Evidence {
  /** Roots the user named: whom they vouch for, the user trusts. */
  readonly given: readonly Certificate[];
  /** Roots of the system: they say who somebody is, not that he may sign here. */
  readonly system: readonly Certificate[];
  /** Certificates that may be links of a path and are not trusted by themselves. */
  readonly intermediates: readonly Certificate[];
}

/** What a verdict rests on besides the object itself. */
export interface VerifyOptions {
  readonly trust: TrustedRoot;
  /** Entries a log look-up brought; each is checked as strictly as an embedded one, and none can make a verdict worse. */
  readonly lookedUp?: readonly LogEntry[];
  /** Why a look-up that was asked for brought no answer, one line; shown in the verdict. */
  readonly lookUpFailure?: string;
  /** Certificate signatures already checked in this run; give the same `new Map()` to many calls. */
  readonly cache?: SignatureCache;
  /** Asked when an SSH signature is met; the same answer every time. Without it nobody said who may sign. */
  readonly ssh?: () => Promise<SshEvidence>;
  /** gpg's answer about an OpenPGP signature. Without it such signatures are not verified. */
  readonly openpgp?: (signature: OpenPgpSignature, payload: Uint8Array) => Promise<GpgAnswer>;
  /** Asked when an X.509 signature that is not Sigstore's is met. Without it no authority is trusted for these. */
  readonly x509?: () => Promise<X509Evidence>;
  /** Required checks that a flag takes away (cosign's `--insecure-ignore-…`): shown as not made, the outcome at most `valid`. */
  readonly waive?: readonly ('log' | 'sct')[];
  /** A timestamp that holds is asked for, whatever the authority's profile says (cosign's `--use-signed-timestamps`). */
  readonly demandTimestamp?: boolean;
  /** Unix seconds. Only signatures whose own time nothing proves are judged by it: S/MIME, and SSH over undated objects. */
  readonly now?: number;
}
