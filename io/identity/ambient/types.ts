import type { Config, TokenProvider } from '../../config/index.js';
import type { IdentityOptions } from '../options.js';
import type { TokenSource } from '../token.js';

/** The text of a token, unchecked, and its source. */
export interface FoundToken {
  readonly text: string;
  readonly source: TokenSource;
}

/** Whether a source would be taken, and why, in words. */
export interface Availability {
  readonly yes: boolean;
  readonly why: string;
}

/** A source of tokens that needs no person. */
export interface AmbientSource {
  readonly name: TokenProvider;
  /** Asks nobody: reads the environment, and at most whether a file is there. */
  available(config: Config, env: NodeJS.ProcessEnv): Promise<Availability>;
  /** @throws IdentityError */
  take(config: Config, options: IdentityOptions): Promise<FoundToken>;
}
