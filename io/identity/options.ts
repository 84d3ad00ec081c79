import type { Network } from '../http/index.js';

/** A person in front of an editor, who is asked there and not at a terminal. */
export interface SignInPerson {
  /** Aborted when the person gives up or goes away. */
  readonly signal: AbortSignal;
  /** Has a page opened whose sign-in comes back to `callback` on this machine. `use-code`: it could not, or the person rather enters a code. */
  openPage(page: {
    readonly issuer: string;
    readonly url: string;
    readonly callback: string;
  }): Promise<'opened' | 'use-code' | 'gave-up'>;
  /** Shows a code and the page to enter it at, for so many seconds. */
  showCode(invitation: {
    readonly issuer: string;
    readonly address: string;
    readonly whole?: string;
    readonly code: string;
    readonly seconds: number;
  }): void;
}

/** What taking a token may use. */
export interface IdentityOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Says one line to the person (standard error, terminal, editor). Never standard output. */
  readonly say: (line: string) => void;
  /** False: never open a browser or wait for a person. */
  readonly interactive: boolean;
  /** Whether a person reads what `say` says while we wait; default: whether this process has a terminal. */
  readonly terminal?: boolean;
  /** Unix seconds; default the system's clock. */
  readonly now?: number;
  readonly network?: Network;
  readonly signal?: AbortSignal;
  /** Looks for a person to sign in before the terminal and the display of this machine are tried. */
  readonly person?: () => Promise<SignInPerson | undefined>;
}
