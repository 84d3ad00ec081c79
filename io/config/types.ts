import type { GitConfigScope } from '../git/index.js';

/** Where a value came from. A person who wants another value changes it there. */
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

/** A value with its origin. */
export interface Setting<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** Where an identity token comes from. `auto` uses the first ambient source that is available, else a sign-in. */
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
 * All settings, resolved. An optional value that is not set is `undefined` with origin `default`. URLs have no
 * trailing slash. Paths are absolute or begin with `~/`, which the reader expands; paths in git's own settings and
 * in flags are unchanged. Durations are milliseconds.
 */
export interface Settings {
  readonly fulcioUrl: string;
  readonly rekorUrl: string;
  /**
   * `offline` embeds the log entry in the signature. `online` is gitsign's default: nothing is embedded, a verifier
   * looks the entry up.
   */
  readonly rekorMode: 'offline' | 'online';
  readonly rekorVersion: 1 | 2;
  /** Further logs that get every signature. The signature does not name them. */
  readonly alsoLog: readonly LogServer[];
  /** When git verifies a signature without a log entry, look the entry up on the network. Default false. */
  readonly verifyOnline: boolean;
  readonly oidcIssuer: string;
  readonly oidcClientId: string;
  readonly oidcClientSecretFile: string | undefined;
  readonly oidcRedirectUrl: string | undefined;
  readonly connectorId: string | undefined;
  readonly tokenProvider: TokenProvider;
  readonly tokenFile: string | undefined;
  /** Audience that an identity token must have. Default: the client id if one is set, else `sigstore`. */
  readonly tokenAudience: string;
  /** Command that opens a URL. `{{.URL}}` stands for the URL. Without it, the URL is added at the end. */
  readonly browser: string | undefined;
  readonly autoclose: boolean;
  readonly autocloseMs: number;
  readonly timestampUrl: string | undefined;
  /**
   * True: only the committer's identity signs. False: everybody's. Undefined: an e-mail identity that is not the committer's needs
   * the person's word.
   */
  readonly matchCommitter: boolean | undefined;
  /** `yes`: the user agrees, without being asked, that every signature publishes their identity forever. */
  readonly publicLog: 'ask' | 'yes';
  /**
   * Whether the logs of this instance are private to its operators, or the hosts of which that is so. `true` is said of
   * the user's own servers, not of those that a repository names. Undefined: derived from the instance's addresses.
   */
  readonly instancePrivate: boolean | readonly string[] | undefined;
  /** The largest size of the cache of verdicts on disk, in MiB. */
  readonly cacheSize: number;
  /** File for the debug log. It contains no secrets. */
  readonly debugLog: string | undefined;
  /** Whether the agent makes the signatures. It is started if none is running. */
  readonly agent: boolean;
  readonly timeoutMs: number;

  // What a verdict trusts. Never taken from a repository's own configuration, except as set-up wrote it there.
  readonly trustedRoot: string | undefined;
  readonly fulcioRootFile: string | undefined;
  readonly rekorKeyFile: string | undefined;
  readonly ctKeyFile: string | undefined;
  readonly timestampChainFile: string | undefined;
  /** PEM files with the roots of the S/MIME signers that the user trusts, separated as in PATH. */
  readonly x509Roots: string | undefined;
  readonly sshAllowedSigners: string | undefined;
  readonly sshRevocation: string | undefined;
  readonly gpgProgram: string | undefined;
  readonly policy: string | undefined;
  /** The branch whose `.waxseal.yaml` counts, if the remote's HEAD does not name it. */
  readonly policyBranch: string | undefined;
  readonly tufMirror: string | undefined;
  readonly tufRoot: string | undefined;
  /** Refresh the trusted root in the background, once a day. Default true. */
  readonly trustRefresh: boolean;
}

/** Settings that a repository may set for signing, and that verifying needs as well. */
export type Shared = 'rekorUrl' | 'timeoutMs';

/** The settings with their origins. */
export type Config = { readonly [K in keyof Settings]: Setting<Settings[K]> } & {
  /** What counts for verifying: without the repository's own configuration, except as set-up wrote it there. */
  readonly verifying: { readonly [K in Shared]: Setting<Settings[K]> };
  /** Values that were set but not used, with the reason: for `status --explain` and `doctor`. */
  readonly ignored: readonly IgnoredSetting[];
};

/** A transparency log and the version of its API. */
export interface LogServer {
  readonly version: 1 | 2;
  readonly url: string;
}

/** A value that was set but not used. */
export interface IgnoredSetting {
  readonly setting: keyof Settings;
  readonly origin: Origin;
  readonly why: 'not-from-a-repository';
}
