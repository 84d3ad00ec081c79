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
  /** What was passed over on the way (a damaged cache), one line each. */
  readonly notes: readonly string[];
}

/** What a refresh fetched, besides what it means: trusted_root.json, and signing_config.v0.2.json where the mirror has one. */
export interface RefreshedTrust extends LoadedTrust {
  readonly trustedRoot: string;
  readonly signingConfig?: string;
}
