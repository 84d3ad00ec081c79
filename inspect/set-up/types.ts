import type { Session } from '../basis/session.js';

/** How a check of the set-up ended; `not-made` is never shown as good. */
export type SetUpOutcome = 'ok' | 'warn' | 'fail' | 'not-made';

/** The result of a check: what was found, and how to fix it. */
export interface SetUpResult {
  /** Stable, for programs. */
  readonly check: string;
  readonly outcome: SetUpOutcome;
  /** One harmless line. */
  readonly detail: string;
  /** A command to run, or what to change. Always present for `warn` and `fail`. */
  readonly fix?: string;
}

/** The set-up of a place: its configuration, and what the checks need to know of its surroundings. */
export interface SetUp extends Session {
  /** The current directory of the process if it is missing. */
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** The path of the program that git should start for signatures. */
  readonly program: string;
  /** True: ask no server. */
  readonly offline: boolean;
  /** Unix seconds. */
  readonly now: number;
}

/** A check with any number of results. It does not throw for a problem that it looks for. */
export type SetUpCheck<S extends SetUp = SetUp> = (setUp: S) => Promise<readonly SetUpResult[]>;
