import type { TrustedAuthority, TrustedLog } from '../certificate/index.js';

/** Everything that a verdict trusts, with the digest that names it in caches and in the JSON output. */
export interface TrustedRoot {
  readonly certificateAuthorities: readonly TrustedAuthority[];
  readonly timestampAuthorities: readonly TrustedAuthority[];
  readonly logs: readonly TrustedLog[];
  readonly ctLogs: readonly TrustedLog[];
  /** SHA-256, lower-case hex, of what it was read from. */
  readonly digest: string;
  /** What the file names but this program cannot use, and so does not trust; one line for each, such as `ctlogs[1]: …`. */
  readonly skipped: readonly string[];
}
