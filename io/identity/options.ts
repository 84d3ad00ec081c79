import type { RepositoryChoice } from '../config/index.js';
import type { Network } from '../http/index.js';

/**
 * A person who works in an editor. They are asked there and not in a terminal. `chosen`: what the repository's own configuration chose,
 * which they must see.
 */
export interface SignInPerson {
  /** Aborted when the person cancels or closes the editor. */
  readonly signal: AbortSignal;
  /**
   * Opens a page on this machine, which leads to the host `leadsTo`; its sign-in returns to `callback`. `use-code`:
   * that is not possible, or the person prefers to enter a code.
   */
  openPage(page: {
    readonly issuer: string;
    readonly url: string;
    readonly leadsTo: string;
    readonly callback: string;
    readonly chosen: readonly RepositoryChoice[];
  }): Promise<'opened' | 'use-code' | 'gave-up'>;
  /**
   * Shows a code and the page on which to enter it, for this many seconds. The page has no code in its address: the
   * command that opens a browser can be read by every user of the machine, and who has the code can sign in for you.
   */
  showCode(invitation: {
    readonly issuer: string;
    readonly address: string;
    readonly code: string;
    readonly seconds: number;
    readonly chosen: readonly RepositoryChoice[];
  }): void;
  /** Shows who signed in, before the identity is used. */
  signedIn(identity: { readonly subject: string; readonly issuer: string }): void;
}

/** What `identityToken` may use to get a token. */
export interface IdentityOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Shows one line to the person (standard error, terminal, editor). Never writes to standard output. */
  readonly say: (line: string) => void;
  /** False: never opens a browser or waits for a person. */
  readonly interactive: boolean;
  /** Whether a person sees the lines of `say` while we wait. Default: whether this process has a terminal. */
  readonly terminal?: boolean;
  /** Unix seconds; default the system's clock. */
  readonly now?: number;
  readonly network?: Network;
  readonly signal?: AbortSignal;
  /** Looks for a person who can sign in. It is tried before the terminal and the display of this machine. */
  readonly person?: () => Promise<SignInPerson | undefined>;
}
