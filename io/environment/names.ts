// Which variables of the environment are handed on, and to whom. This is the one source: the build writes these tables into
// first-try.pl (scripts/build/first-try.mjs), and SECURITY.md says them in words. Nothing is imported here.

/** Where a user's files are, and in which language to speak. Everybody who is handed anything gets these. */
export const PLACE: readonly string[] = [
  ...['HOME', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'PATH', 'PATHEXT', 'SystemRoot', 'TMPDIR', 'TEMP'],
  ...['USER', 'LOGNAME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'LC_MESSAGES', 'LC_TIME', 'TZ'],
  ...['XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME', 'XDG_RUNTIME_DIR'],
];

/** How a person can be reached: the display, the terminal, the editor. */
export const PERSON: readonly string[] = [
  ...['TERM', 'DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'BROWSER', 'DESKTOP_SESSION', 'NO_COLOR'],
  ...['DBUS_SESSION_BUS_ADDRESS', 'XDG_CURRENT_DESKTOP', 'XDG_SESSION_TYPE', 'XDG_CONFIG_DIRS'],
  ...['XDG_DATA_DIRS', 'WSL_DISTRO_NAME', 'WSL_INTEROP', 'VSCODE_GIT_COMMAND', 'SSH_CONNECTION', 'SSH_TTY'],
];

/** What else a program needs that shows something to a person (a browser), or reads their keys (gpg). */
export const PROGRAM: readonly string[] = [
  ...['SHELL', 'COLORTERM', 'SESSION_MANAGER', 'XDG_SESSION_DESKTOP', 'XDG_SESSION_ID', 'XDG_MENU_PREFIX'],
  ...['XDG_ACTIVATION_TOKEN', 'DESKTOP_STARTUP_ID', 'KDE_FULL_SESSION', 'KDE_SESSION_VERSION', 'GTK_MODULES'],
  ...['GNOME_DESKTOP_SESSION_ID', 'QT_QPA_PLATFORMTHEME', 'MOZ_ENABLE_WAYLAND', 'GNUPGHOME', 'GPG_TTY'],
  ...['WSLENV', 'VSCODE_IPC_HOOK_CLI', 'REMOTE_CONTAINERS_IPC', 'SystemDrive', 'windir', 'ComSpec', 'TMP'],
  ...['ProgramFiles', 'ProgramFiles(x86)', 'ProgramW6432', 'ProgramData', 'PUBLIC', 'HOMEDRIVE', 'HOMEPATH'],
];

/** Our own variables, and those of gitsign and cosign. All of them are settings or tokens. */
export const SETTINGS = /^(?:WAXSEAL|GITSIGN|SIGSTORE)_|^TUF_(?:MIRROR|ROOT_JSON)$/;

/** What decides which repository, configuration and identity are in force where the client is. */
export const FACTS: readonly string[] = [
  ...['GIT_DIR', 'GIT_WORK_TREE', 'GIT_COMMON_DIR', 'GIT_CEILING_DIRECTORIES', 'GIT_EXEC_PATH'],
  ...['GIT_DISCOVERY_ACROSS_FILESYSTEM', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM'],
  ...['GIT_CONFIG_COUNT', 'GIT_CONFIG_PARAMETERS', 'GIT_TERMINAL_PROMPT', 'GIT_COMMITTER_NAME'],
  ...['GIT_COMMITTER_EMAIL', 'GIT_AUTHOR_NAME', 'GIT_AUTHOR_EMAIL', 'CI', 'GITHUB_ACTIONS', 'GITHUB_JOB'],
  ...['GITHUB_RUN_ID', 'GITHUB_RUN_ATTEMPT', 'GITHUB_REPOSITORY', 'GITHUB_REF', 'GITHUB_SHA'],
  ...['GITHUB_WORKFLOW_REF', 'GITHUB_EVENT_NAME', 'GITHUB_SERVER_URL', 'ACTIONS_ID_TOKEN_REQUEST_URL'],
  ...['ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'BUILDKITE', 'BUILDKITE_JOB_ID', 'BUILDKITE_BUILD_ID'],
  ...['BUILDKITE_AGENT_ENDPOINT', 'BUILDKITE_AGENT_ACCESS_TOKEN', 'CIRCLECI', 'CIRCLE_JOB'],
  ...['CIRCLE_BUILD_NUM', 'CIRCLE_WORKFLOW_ID', 'CIRCLE_WORKFLOW_JOB_ID', 'CIRCLE_PROJECT_ID', 'GITLAB_CI'],
  ...['CI_JOB_ID', 'CI_JOB_NAME', 'CI_PIPELINE_ID', 'CI_PROJECT_ID', 'CI_PROJECT_PATH', 'CI_COMMIT_SHA'],
  ...['CI_COMMIT_REF_NAME', 'CI_SERVER_URL', 'GOOGLE_APPLICATION_CREDENTIALS', 'GCE_METADATA_HOST'],
  ...['GOOGLE_SERVICE_ACCOUNT_NAME', 'CLOUDSDK_CONFIG', 'CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS'],
  'SPIFFE_ENDPOINT_SOCKET',
];

/** Never sent: what the launcher, the client and the agent tell one another. */
export const OURS_ALONE: readonly string[] = [
  ...['WAXSEAL_AGENT', 'WAXSEAL_AGENT_FD', 'WAXSEAL_GIT_CONFIG_FD', 'WAXSEAL_NODE', 'WAXSEAL_OUTPUT_FD'],
  'WAXSEAL_PATH_BEFORE',
];

/** How the network is reached; in lower case too, which comes first. */
export const NETWORK: readonly string[] = ['HTTPS_PROXY', 'ALL_PROXY', 'HTTP_PROXY', 'NO_PROXY'];

/** The mark of a CGI program, in which a header of the request can set the variable beside it (httpoxy, CVE-2016-5385). */
export const CGI = ['REQUEST_METHOD', 'HTTP_PROXY'] as const;

/** Which certificate authorities count besides the system's: the first that is set, sent by the first name. */
export const AUTHORITIES = ['WAXSEAL_EXTRA_CA_CERTS', 'NODE_EXTRA_CA_CERTS'] as const;

/** Names of secrets. */
export const SECRET =
  /(?:TOKEN(?:_V\d)?|SECRET|PASSWORD|PASSWD|PASSPHRASE|COOKIE|CREDENTIALS|JWT(?:_V\d)?)$/i;

/** Names that only look like secrets: a path, a number of the display's. */
export const NO_SECRET: readonly string[] = [
  ...['GOOGLE_APPLICATION_CREDENTIALS', 'CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS'],
  'XDG_ACTIVATION_TOKEN',
];

/** `git -c name=value` comes in these: a key and a value by number, or all in one. http.extraHeader, which CI sets so, is a secret. */
export const CONFIG_PAIR = /^GIT_CONFIG_(KEY|VALUE)_(\d+)$/;
export const CONFIG_ALL = 'GIT_CONFIG_PARAMETERS';

/** One setting in the second form (git's config.c): `'key'='value'`, `'key'=`, or `'key=value'` of old. */
export const CONFIG_WORD = /'(?:[^']|'\\['!]')*'(?:=(?:'(?:[^']|'\\['!]')*')?)?/;

/** The names of git's configuration that decide something here and are no secret. The names of others may hold passwords, too. */
export const CONFIG_NAMES =
  /^(?:waxseal|gitsign|include|includeif|user|committer|author|gpg|safe|extensions)\.|^core\.worktree$/i;

/** Stands for a secret: its name counts, its value stays with the client. */
export const NOT_SENT = '(not sent)';

/** Stands for a key of git's configuration that is not sent. git must be able to read it. */
export const NO_KEY = 'not.sent';
