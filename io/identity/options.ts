import type { Network } from '../http/index.js';

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
}
