import type { GitConfigScope } from '../git/index.js';

/** Where a value came from: what to change to change it. */
export type Origin =
  | { readonly source: 'default' }
  | {
      readonly source: 'git';
      /** As in the documentation, e.g. `waxseal.fulcio`, `gitsign.rekorMode`. */
      readonly name: string;
      readonly scope: GitConfigScope;
      /** As git shows it: `file:/home/me/.gitconfig`. */
      readonly place: string;
    }
  | { readonly source: 'environment'; readonly name: string }
  | { readonly source: 'flag'; readonly name: string };

/** A value and its origin. */
export interface Setting<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** Where an identity token may be taken from. `auto` takes the first ambient source there is, else a sign-in. */
export type TokenProvider =
  | 'auto'
  | 'envvar'
  | 'filesystem'
  | 'github-actions'
  | 'buildkite-agent'
  | 'circleci'
  | 'google-workload-identity'
  | 'google-impersonate'
  | 'spiffe'
  | 'interactive'
  | 'device';

/**
 * Everything that can be configured, resolved. Absent optional values are `undefined` with origin `default`. URLs have no
 * trailing slash; paths are absolute or begin with `~/`, which the reader expands (those of git's own settings and of flags
 * are as written); durations are milliseconds.
 */
export interface Settings {
  readonly fulcioUrl: string;
  readonly rekorUrl: string;
  /** `offline` embeds the log entry in the signature; `online` is gitsign's default: nothing embedded, found by look-up. */
  readonly rekorMode: 'offline' | 'online';
  readonly rekorVersion: 1 | 2;
  /** Logs that get every signature besides, and are not named in it. */
  readonly alsoLog: readonly LogServer[];
  /** Look up log entries on the network when git verifies and none is embedded. Default false. */
  readonly verifyOnline: boolean;
  readonly oidcIssuer: string;
  readonly oidcClientId: string;
  readonly oidcClientSecretFile: string | undefined;
  readonly oidcRedirectUrl: string | undefined;
  readonly connectorId: string | undefined;
  readonly tokenProvider: TokenProvider;
  readonly tokenFile: string | undefined;
  /** Audience an identity token must have. Default: `sigstore`, or the client id where one is set. */
  readonly tokenAudience: string;
  /** Command that opens a URL. `{{.URL}}` stands for it; without that it is added at the end. */
  readonly browser: string | undefined;
  readonly autoclose: boolean;
  readonly autocloseMs: number;
  readonly timestampUrl: string | undefined;
  readonly matchCommitter: boolean;
  /** `yes`: whatever an identity that signs publishes for ever is agreed to without a question. */
  readonly publicLog: 'ask' | 'yes';
  /** Whether what the logs of this instance hold stays among those who run it; undefined: as its addresses suggest. */
  readonly instancePrivate: boolean | undefined;
  /** Most that the cache of verdicts takes on disk, in MiB. */
  readonly cacheSize: number;
  /** File that what was done is written to, without secrets. */
  readonly debugLog: string | undefined;
  /** Whether signatures are made through the agent, which is started when there is none. */
  readonly agent: boolean;
  readonly timeoutMs: number;

  // What a verdict believes in. Never taken from a repository's own configuration unless the user said so.
  readonly trustedRoot: string | undefined;
  readonly fulcioRootFile: string | undefined;
  readonly rekorKeyFile: string | undefined;
  readonly ctKeyFile: string | undefined;
  readonly timestampChainFile: string | undefined;
  /** PEM files with the roots of S/MIME signers the user trusts, separated as in PATH. */
  readonly x509Roots: string | undefined;
  readonly sshAllowedSigners: string | undefined;
  readonly sshRevocation: string | undefined;
  readonly gpgProgram: string | undefined;
  readonly policy: string | undefined;
  /** The branch whose `.waxseal.yaml` counts, where the remote's HEAD does not say. */
  readonly policyBranch: string | undefined;
  readonly tufMirror: string | undefined;
  readonly tufRoot: string | undefined;
  /** Fetch the trusted root again in the background, once a day. Default true. */
  readonly trustRefresh: boolean;
}

/** The settings with their origins. */
export type Config = { readonly [K in keyof Settings]: Setting<Settings[K]> } & {
  /** What was set but not used, and why: for `status --explain` and `doctor`. */
  readonly ignored: readonly IgnoredSetting[];
};

/** A log and the version of its API. */
export interface LogServer {
  readonly version: 1 | 2;
  readonly url: string;
}

/** A value that was found and not used. */
export interface IgnoredSetting {
  readonly setting: keyof Settings;
  readonly origin: Origin;
  readonly why: 'repository-may-not-set-trust';
}
