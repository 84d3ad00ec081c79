import type { Config } from '../config/index.js';
import type { Network } from '../http/index.js';
import type { IdentityToken } from './token.js';

/** What taking a token may use. */
export interface IdentityOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Says one line to the person (standard error, terminal, editor). Never standard output. */
  readonly say: (line: string) => void;
  /** False: never open a browser or wait for a person. */
  readonly interactive: boolean;
  /** Unix seconds; default the system's clock. */
  readonly now?: number;
  readonly network?: Network;
  readonly signal?: AbortSignal;
}

/** One place a token might come from, and whether it does: for `status --explain`. */
export interface SourceReport {
  readonly source: string;
  readonly available: boolean;
  readonly chosen: boolean;
  readonly why: string;
}

/** A token for this configuration, checked locally for audience, expiry and subject. @throws IdentityError, NetworkError */
export function identityToken(_config: Config, _options: IdentityOptions): Promise<IdentityToken> {
  throw new Error('not built yet');
}

/** Which source would be taken and why; asks nobody. */
export function explainIdentity(
  _config: Config,
  _options: Pick<IdentityOptions, 'env' | 'interactive'>,
): Promise<SourceReport[]> {
  throw new Error('not built yet');
}
