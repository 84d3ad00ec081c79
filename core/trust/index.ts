import type { TrustedLog, TrustedRoot } from './types.js';

export { isWithin } from '../certificate/index.js';
export type * from './types.js';

/** PEM texts, each optional, as gitsign's files and variables name them. */
export interface TrustFiles {
  readonly fulcioPem?: string;
  readonly rekorPem?: string;
  readonly ctPem?: string;
  readonly tsaPem?: string;
  /** Base URLs to show; empty when unknown. */
  readonly urls?: {
    readonly fulcio?: string;
    readonly rekor?: string;
    readonly ct?: string;
    readonly tsa?: string;
  };
}
const soon = (): never => {
  throw new Error('not implemented');
};
/** Sigstore trusted_root.json v0.1 and v0.2. @throws EncodingError (JSON_MALFORMED and others, the place in the message) */
export const parseTrustedRoot: (json: string) => TrustedRoot = soon;
/** @throws EncodingError */
export const trustedRootFromFiles: (files: TrustFiles) => TrustedRoot = soon;
/** The log with this id, the one valid at `time` where several share it; the caller checks the period with `isWithin`. */
export const findLog: (
  logs: readonly TrustedLog[],
  logId: Uint8Array,
  time?: number,
) => TrustedLog | undefined = soon;
