// Which variables a client sends to the agent, and of which only the name. This is the one source: the build writes these tables into
// first-try.pl (scripts/build/first-try.mjs). Nothing is imported here.

/** Names of variables that decide the configuration, the sign-in or the network of a client. */
export const SENT =
  /^(?:GIT|WAXSEAL|GITSIGN|SIGSTORE|TUF|XDG|LC|GITHUB|ACTIONS|BUILDKITE|CIRCLE|CIRCLECI|GITLAB|CI|GOOGLE|GCE|CLOUDSDK|SPIFFE|WSL)(?:_|$)/;

/** And these. */
export const SENT_TOO: readonly string[] = [
  ...['HOME', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'PATH', 'PATHEXT', 'SystemRoot', 'TMPDIR', 'TEMP'],
  ...['USER', 'LOGNAME', 'LANG', 'TERM', 'DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'BROWSER'],
  ...[
    'DESKTOP_SESSION',
    'VSCODE_GIT_COMMAND',
    'DBUS_SESSION_BUS_ADDRESS',
    'SSH_CONNECTION',
    'SSH_TTY',
    'NO_COLOR',
  ],
];

/** Never sent: what the launcher, the client and the agent tell one another. */
export const OURS_ALONE: readonly string[] = [
  ...['WAXSEAL_AGENT', 'WAXSEAL_AGENT_FD', 'WAXSEAL_GIT_CONFIG_FD', 'WAXSEAL_NODE', 'WAXSEAL_OUTPUT_FD'],
];

/** How the network is reached; in lower case too, which comes first. */
export const NETWORK: readonly string[] = ['HTTPS_PROXY', 'ALL_PROXY', 'HTTP_PROXY', 'NO_PROXY'];

/** Which certificate authorities count besides the system's: the first that is set, sent by the first name. */
export const AUTHORITIES = ['WAXSEAL_EXTRA_CA_CERTS', 'NODE_EXTRA_CA_CERTS'] as const;

/** Names of secrets. */
export const SECRET = /(?:TOKEN(?:_V\d)?|SECRET|PASSWORD|PASSWD|PASSPHRASE|COOKIE)$/i;

/** `git -c name=value` comes in these. http.extraHeader, which CI sets so, is a secret. */
export const CONFIG_VALUE = /^GIT_CONFIG_VALUE_(\d+)$/;

/** The names of git's configuration whose value is none. */
export const CONFIG_NAMES =
  /^(?:waxseal|gitsign|include|includeif|user|committer|gpg|core|safe|extensions)\./i;

/** Stands for a secret: its name counts, its value stays with the client. */
export const NOT_SENT = '(not sent)';
