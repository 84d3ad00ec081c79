import type { Certificate } from '../certificate/types.js';

/** An RFC 3161 TimeStampToken, taken apart but not judged. Times are Unix seconds. */
export interface TimestampToken {
  readonly genTime: number;
  /** Seconds of tolerance either way; 0 when the token states none. */
  readonly accuracy: number;
  readonly imprintHash: 'sha256' | 'sha384' | 'sha512' | 'unsupported';
  readonly imprint: Uint8Array;
  readonly certificates: readonly Certificate[];
}
