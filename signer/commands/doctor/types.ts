import type { AgentPlace } from '../../agent/place.js';
import type { Session } from '../../session.js';

/** How a check of the set-up ended; `not-made` is never shown as good. */
export type DoctorOutcome = 'ok' | 'warn' | 'fail' | 'not-made';

/** One line of the doctor: what was found, and what to do about it. */
export interface DoctorFinding {
  /** Stable, for programs. */
  readonly check: string;
  readonly outcome: DoctorOutcome;
  /** One harmless line. */
  readonly detail: string;
  /** A command, or what to change. Always there for `warn` and `fail`. */
  readonly fix?: string;
}

/** What the checks look at. */
export interface DoctorInput extends Session {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** True: ask no server. */
  readonly offline: boolean;
  /** Unix seconds. */
  readonly now: number;
  readonly place: AgentPlace;
}

/** A check: any number of findings, never throws for what it looks for. */
export type DoctorCheck = (input: DoctorInput) => Promise<readonly DoctorFinding[]>;
