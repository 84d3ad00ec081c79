import type { AgentPlace } from '../../agent/place.js';
import type { Session } from '../../session.js';

/** How a check of the set-up ended; `not-made` is never shown as good. */
export type DoctorOutcome = 'ok' | 'warn' | 'fail' | 'not-made';

/** The result of a check: what was found, and how to fix it. */
export interface DoctorFinding {
  /** Stable, for programs. */
  readonly check: string;
  readonly outcome: DoctorOutcome;
  /** One harmless line. */
  readonly detail: string;
  /** A command to run, or what to change. Always present for `warn` and `fail`. */
  readonly fix?: string;
}

/** The input of every check. */
export interface DoctorInput extends Session {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** True: ask no server. */
  readonly offline: boolean;
  /** Unix seconds. */
  readonly now: number;
  readonly place: AgentPlace;
}

/** A check with any number of results. It does not throw for a problem that it looks for. */
export type DoctorCheck = (input: DoctorInput) => Promise<readonly DoctorFinding[]>;
