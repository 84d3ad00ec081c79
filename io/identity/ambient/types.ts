import type { Config, TokenProvider } from '../../config/index.js';
import type { IdentityOptions } from '../options.js';
import type { TokenSource } from '../token.js';

/** The text of a token, not checked yet, and its source. */
export interface FoundToken {
  readonly text: string;
  readonly source: TokenSource;
}

/** Whether a source would be used, with the reason as text. */
export interface Availability {
  readonly yes: boolean;
  readonly why: string;
}

/** A source of tokens that needs no person. */
export interface AmbientSource {
  readonly name: TokenProvider;
  /** Contacts nobody: reads the environment, and at most checks whether a file exists. */
  available(config: Config, env: NodeJS.ProcessEnv): Promise<Availability>;
  /** @throws IdentityError */
  take(config: Config, options: IdentityOptions): Promise<FoundToken>;
}
