import type { HashAlgorithm, PublicKey } from '../primitives/index.js';
import type { TrustedAuthority, TrustedLog, ValidityPeriod } from '../trust/types.js';
import type { ChainOptions, ChainResult, LeafProblem, SctOutcome, SignatureCache } from './chain-types.js';
import type { Certificate, Sct, Signer, SubjectAlternativeName } from './types.js';

export type * from './chain-types.js';
export type * from './types.js';

const soon = (): never => {
  throw new Error('not implemented');
};
/** Takes a DER certificate apart. @throws EncodingError */
export const parseCertificate: (der: Uint8Array) => Certificate = soon;
/** Every subject alternative name, in order; none without the extension. @throws EncodingError */
export const subjectAlternativeNames: (cert: Certificate) => SubjectAlternativeName[] = soon;
/** Who it names; undefined without exactly one SAN or without a Fulcio issuer. @throws EncodingError */
export const readSigner: (cert: Certificate) => Signer | undefined = soon;
/** RFC 4514 text of a DER Name; '' for the empty name. @throws EncodingError */
export const nameText: (name: Uint8Array) => string = soon;
/** Never throws. */
export const checkLeaf: (cert: Certificate) => LeafProblem | undefined = soon;
/** Key of a certificate, imported once per Certificate object; undefined: unsupported kind. */
export const certificateKey: (cert: Certificate) => PublicKey | undefined = soon;
/** Scheme of a signature algorithm OID; undefined: not accepted. */
export const signatureScheme: (
  oid: string,
) => { readonly type: PublicKey['type']; readonly hash: HashAlgorithm | undefined } | undefined = soon;
/** Never throws. */
export const buildChain: (
  leaf: Certificate,
  authorities: readonly TrustedAuthority[],
  time: number,
  options?: ChainOptions,
) => Promise<ChainResult> = soon;
/** @throws EncodingError */
export const embeddedScts: (cert: Certificate) => Sct[] = soon;
/** Never throws. */
export const verifySct: (
  cert: Certificate,
  issuer: Certificate,
  sct: Sct,
  ctLogs: readonly TrustedLog[],
  cache?: SignatureCache,
) => Promise<SctOutcome> = soon;
/** Lower-case hex of the digests of the DER. */
export const fingerprints: (cert: Certificate) => { readonly sha1: string; readonly sha256: string } = soon;
/** True when `time` is in the period, both ends included. */
export const isWithin: (period: ValidityPeriod, time: number) => boolean = soon;
