// What a trusted root says of a log and an authority. It stands here, below core/trust, because chains and SCTs are judged by it.

import type { PublicKey } from '../primitives/index.js';
import type { Certificate } from './types.js';

/** A period in Unix seconds, both ends included; no `end` means still valid. */
export interface ValidityPeriod {
  readonly start: number;
  readonly end?: number;
}

/** A log whose entries or SCTs are believed. `baseUrl` may be empty when the root came from bare key files. */
export interface TrustedLog {
  readonly baseUrl: string;
  /** 32 bytes: SHA-256 of the SPKI (Rekor v1, CT) or the checkpoint key id (Rekor v2). */
  readonly logId: Uint8Array;
  readonly key: PublicKey;
  readonly validFor: ValidityPeriod;
}

/** What a signature can be asked to bring besides a certificate of the authority and a proven time. */
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
  /** Of authorities that certify signers; the public-good one where it is left out. */
  readonly profile?: Profile;
}
