// What a trusted root says about a log and an authority. These types are here, below core/trust, because chains and SCTs are
// checked with them.

import type { PublicKey } from '../primitives/index.js';
import type { Certificate } from './types.js';

/** A period in Unix seconds, both ends included; no `end` means still valid. */
export interface ValidityPeriod {
  readonly start: number;
  readonly end?: number;
}

/** A log whose entries or SCTs are trusted. `baseUrl` may be empty when the root came from bare key files. */
export interface TrustedLog {
  readonly baseUrl: string;
  /** 32 bytes: SHA-256 of the SPKI (Rekor v1, CT) or the checkpoint key id (Rekor v2). */
  readonly logId: Uint8Array;
  readonly key: PublicKey;
  readonly validFor: ValidityPeriod;
}

/** Evidence that can be required of a signature, besides a certificate of the authority and a proven time. */
export type Evidence = 'issuer' | 'sct' | 'log' | 'timestamp';

/** The evidence that signatures with the certificates of an authority must bring. */
export interface Profile {
  readonly name: string;
  readonly requires: readonly Evidence[];
}

/** A certificate authority: its chain runs from the issuing certificate to the root. */
export interface TrustedAuthority {
  readonly uri: string;
  readonly chain: readonly Certificate[];
  readonly validFor: ValidityPeriod;
  /** For authorities that issue certificates to signers. Without it, the profile of the public-good instance applies. */
  readonly profile?: Profile;
}
