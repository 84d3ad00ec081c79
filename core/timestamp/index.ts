import type { SignatureCache } from '../certificate/index.js';
import type { TrustedAuthority } from '../trust/types.js';
import type { TimestampResult, TimestampToken } from './types.js';

export type * from './types.js';

const soon = (): never => {
  throw new Error('not implemented');
};
/** @throws EncodingError */
export const parseTimestampToken: (der: Uint8Array) => TimestampToken = soon;
/** Never throws. `imprintOver` is the data that was stamped (for CMS: the signature octets). */
export const verifyTimestampToken: (
  der: Uint8Array,
  imprintOver: Uint8Array,
  authorities: readonly TrustedAuthority[],
  cache?: SignatureCache,
) => Promise<TimestampResult> = soon;
/** DER TimeStampReq with certReq TRUE; `imprint` is a SHA-256, SHA-384 or SHA-512 digest (told by its length), `nonce` unsigned bytes. */
export const buildTimestampRequest: (imprint: Uint8Array, nonce: Uint8Array) => Uint8Array = soon;
/** The token of a TimeStampResp. @throws EncodingError, TimestampRefused */
export const tokenFromResponse: (der: Uint8Array) => Uint8Array = soon;
/** A granted TimeStampResp around a token (bundles carry it so). */
export const wrapToken: (token: Uint8Array) => Uint8Array = soon;
/** The authority answered, and refused. */
export class TimestampRefused extends Error {
  readonly code = 'TIMESTAMP_REFUSED';
}
