import type { RepositoryChoice } from '../../io/config/index.js';
import type { Agreement } from '../../io/consent/index.js';
import type { AgentPlace } from './place.js';
import type { SessionFacts } from './protocol.js';

/** What `waxseal status` knows. Times are Unix seconds. */
export interface StatusReport {
  readonly now: number;
  readonly agent:
    | { readonly state: 'running'; readonly pid: number; readonly program: string }
    | { readonly state: 'not-running' }
    | { readonly state: 'off'; readonly why: string }
    | { readonly state: 'unusable'; readonly why: string; readonly hint?: string };
  readonly socket: AgentPlace['socket'];
  readonly sessions: readonly SessionFacts[];
  readonly instance: {
    readonly fulcio: string;
    readonly rekor: string;
    readonly timestamp: string | undefined;
    readonly issuer: string;
    /** What of it the repository's own configuration chose. */
    readonly chosen: readonly RepositoryChoice[];
  };
  /** What the user agreed to publish. */
  readonly consent: {
    /** The logs that get an entry. */
    readonly logs: readonly string[];
    /** Whether anybody can read what is logged here. */
    readonly public: boolean;
    /** True: waxseal.publicLog is yes. */
    readonly always: boolean;
    readonly agreements: readonly Agreement[];
  };
  readonly sources: readonly {
    readonly source: string;
    readonly available: boolean;
    readonly chosen: boolean;
    readonly why: string;
  }[];
}
