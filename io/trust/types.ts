import type { TrustedRoot } from '../../core/trust/types.js';

/** Where a trusted root came from. Times are Unix seconds. */
export type TrustSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'key-files'; readonly paths: readonly string[] }
  | { readonly kind: 'tuf'; readonly mirror: string; readonly refreshedAt: number }
  | { readonly kind: 'seed' };

/** A trusted root and where it came from. */
export interface LoadedTrust {
  readonly root: TrustedRoot;
  readonly source: TrustSource;
  /** What was ignored while loading (a damaged cache), one line each. */
  readonly notes: readonly string[];
}

/**
 * The result of a refresh, with the fetched files: trusted_root.json, and signing_config.v0.2.json if the mirror
 * has one.
 */
export interface RefreshedTrust extends LoadedTrust {
  readonly trustedRoot: string;
  readonly signingConfig?: string;
}
