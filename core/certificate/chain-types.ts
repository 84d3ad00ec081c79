import type { TrustedAuthority } from './trusted.js';
import type { Certificate } from './types.js';

/** Why a signer's certificate is not acceptable; `detail` is one line for people. */
export interface LeafProblem {
  readonly reason:
    | 'CERTIFICATE_MALFORMED'
    | 'CERTIFICATE_IS_CA'
    | 'CERTIFICATE_KEY_USAGE'
    | 'CERTIFICATE_NOT_CODE_SIGNING'
    | 'CERTIFICATE_CRITICAL_EXTENSION'
    | 'CERTIFICATE_SAN_COUNT'
    | 'CERTIFICATE_SAN_UNSUPPORTED'
    | 'CERTIFICATE_KEY_UNSUPPORTED';
  readonly detail: string;
}

/** A certificate in which nothing is wrong, but which names no OpenID Connect issuer. */
export interface IssuerMissing {
  readonly reason: 'CERTIFICATE_ISSUER_MISSING';
  readonly detail: string;
}

/** A certificate's path to a trusted authority, or why there is none. */
export type ChainResult =
  | {
      readonly ok: true;
      readonly authority: TrustedAuthority;
      /** Who issued the leaf: needed for SCTs. */
      readonly issuer: Certificate;
      /** From the leaf's issuer to the trust anchor. */
      readonly path: readonly Certificate[];
    }
  | ChainProblem;

/** `detail` is one line for people. ALGORITHM_NOT_SUPPORTED: signed with SHA-1, MD5 or something this program does not know. */
export interface ChainProblem {
  readonly ok: false;
  readonly reason:
    | 'CHAIN_NO_TRUSTED_AUTHORITY'
    | 'CHAIN_SIGNATURE_WRONG'
    | 'CHAIN_CONSTRAINT'
    | 'CHAIN_NOT_VALID_AT_TIME'
    | 'ALGORITHM_NOT_SUPPORTED';
  readonly detail: string;
}

/**
 * Results of signature checks. The commits of a rebase that share one certificate then cost one verification, and so does an
 * intermediate signed by its root. A key names exactly what was verified. No result depends on the time. `new Map()` makes a
 * cache.
 */
export type SignatureCache = Map<string, Promise<boolean>>;

/** Options of `buildChain`. */
export interface ChainOptions {
  /** The extended key usage that a CA must allow if it states any; code signing by default. */
  readonly purpose?: 'codeSigning' | 'timeStamping' | 'emailProtection';
  /**
   * True for authorities that are not Sigstore's: RSASSA-PSS is verified, and certificates may have policy constraints,
   * which the caller must apply to the path.
   */
  readonly general?: boolean;
  /** Certificates that came with the signature. They may be links of the path, but are never trusted by themselves. */
  readonly intermediates?: readonly Certificate[];
  readonly cache?: SignatureCache;
}

/** What `verifySct` found; `wrong` is a signature that does not verify. */
export type SctOutcome = 'ok' | 'unknown-log' | 'wrong' | 'outside-validity';
