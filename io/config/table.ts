import type { Settings } from './types.js';
import {
  file,
  files,
  flag,
  integer,
  keyword,
  logServers,
  mebibytes,
  seconds,
  serviceUrl,
  text,
  type ValueParser,
} from './values.js';

/** The names of one setting in each source, and its possible values. */
export interface SettingRule<T> {
  readonly parse: ValueParser<T>;
  /** Parses the command-line option, if it accepts more: a path there may be relative to the working directory. */
  readonly parseFlag?: ValueParser<T>;
  readonly fallback: T;
  /**
   * Name after `waxseal.`, e.g. `trustedRoot`. The variable is made from it, e.g. WAXSEAL_TRUSTED_ROOT. Absent if
   * only git's own setting exists.
   */
  readonly waxseal?: string;
  /** Name after `gitsign.` (gitsign internal/config/config.go). */
  readonly gitsign?: string;
  /** gitsign's variable is `GITSIGN_` plus this name. `shared`: `SIGSTORE_` plus this name counts too. */
  readonly variable?: { readonly name: string; readonly shared: boolean };
  /** Full keys of git's own settings, strongest first. They are weaker than those above. */
  readonly git?: readonly string[];
  /** Other variables of gitsign, cosign or TUF, weakest first. They are weaker than all those above. */
  readonly others?: readonly string[];
  /**
   * True: the setting decides what is trusted or which program runs, so a repository may not set it unless the user
   * listed that repository. `always`: no repository may set it.
   */
  readonly guarded?: boolean | 'always';
}

const both = (name: string) => ({ name, shared: true });
const own = (name: string) => ({ name, shared: false });
const PROVIDERS = [
  'auto',
  'envvar',
  'filesystem',
  'github-actions',
  'buildkite-agent',
  'circleci',
  'google-workload-identity',
  'google-impersonate',
  'spiffe',
  'interactive',
  'device',
] as const;

/** Every setting (gitsign.md section 4). */
export const TABLE: { readonly [K in keyof Settings]: SettingRule<Settings[K]> } = {
  fulcioUrl: {
    parse: serviceUrl,
    fallback: 'https://fulcio.sigstore.dev',
    waxseal: 'fulcio',
    gitsign: 'fulcio',
    variable: both('FULCIO_URL'),
  },
  rekorUrl: {
    parse: serviceUrl,
    fallback: 'https://rekor.sigstore.dev',
    waxseal: 'rekor',
    gitsign: 'rekor',
    variable: both('REKOR_URL'),
  },
  rekorMode: {
    parse: keyword(['offline', 'online']),
    fallback: 'offline',
    waxseal: 'rekorMode',
    gitsign: 'rekorMode',
    variable: own('REKOR_MODE'),
  },
  rekorVersion: {
    parse: integer<1 | 2>([1, 2]),
    fallback: 1,
    waxseal: 'rekorVersion',
    gitsign: 'rekorVersion',
    variable: both('REKOR_VERSION'),
  },
  alsoLog: { parse: logServers, fallback: [], waxseal: 'alsoLog' },
  verifyOnline: { parse: flag, fallback: false, waxseal: 'verifyOnline' },
  oidcIssuer: {
    parse: text,
    fallback: 'https://oauth2.sigstore.dev/auth',
    waxseal: 'issuer',
    gitsign: 'issuer',
    variable: both('OIDC_ISSUER'),
  },
  oidcClientId: {
    parse: text,
    fallback: 'sigstore',
    waxseal: 'clientID',
    gitsign: 'clientID',
    variable: both('OIDC_CLIENT_ID'),
  },
  oidcClientSecretFile: {
    parse: file,
    fallback: undefined,
    waxseal: 'clientSecretFile',
    gitsign: 'clientSecretFile',
    variable: both('OIDC_CLIENT_SECRET_FILE'),
  },
  oidcRedirectUrl: {
    parse: text,
    fallback: undefined,
    waxseal: 'redirectURL',
    gitsign: 'redirectURL',
    variable: both('OIDC_REDIRECT_URL'),
  },
  connectorId: {
    parse: text,
    fallback: undefined,
    waxseal: 'connectorID',
    gitsign: 'connectorID',
    variable: both('CONNECTOR_ID'),
  },
  tokenProvider: {
    parse: keyword(PROVIDERS, { 'google-impersonation': 'google-impersonate' }),
    fallback: 'auto',
    waxseal: 'tokenProvider',
    gitsign: 'tokenProvider',
    variable: both('TOKEN_PROVIDER'),
  },
  tokenFile: { parse: file, fallback: undefined, waxseal: 'tokenFile', guarded: true },
  tokenAudience: { parse: text, fallback: 'sigstore', waxseal: 'tokenAudience' },
  browser: {
    parse: text,
    fallback: undefined,
    waxseal: 'browser',
    gitsign: 'urlOpener',
    variable: own('URL_OPENER'),
    guarded: true,
  },
  autoclose: {
    parse: flag,
    fallback: true,
    waxseal: 'autoclose',
    gitsign: 'autoclose',
    variable: both('AUTOCLOSE'),
  },
  autocloseMs: {
    parse: seconds,
    fallback: 6000,
    waxseal: 'autocloseTimeout',
    gitsign: 'autocloseTimeout',
    variable: both('AUTOCLOSE_TIMEOUT'),
  },
  timestampUrl: {
    parse: serviceUrl,
    fallback: undefined,
    waxseal: 'timestampServerURL',
    gitsign: 'timestampServerURL',
    variable: both('TIMESTAMP_SERVER_URL'),
  },
  matchCommitter: { parse: flag, fallback: false, waxseal: 'matchCommitter', gitsign: 'matchCommitter' },
  publicLog: {
    parse: keyword(['ask', 'yes'], {
      true: 'yes',
      on: 'yes',
      '1': 'yes',
      no: 'ask',
      false: 'ask',
      off: 'ask',
    }),
    fallback: 'ask',
    waxseal: 'publicLog',
    guarded: true,
  },
  instancePrivate: { parse: flag, fallback: undefined, waxseal: 'instancePrivate', guarded: true },
  cacheSize: { parse: mebibytes, fallback: 128, waxseal: 'cacheSize', guarded: true },
  debugLog: {
    parse: file,
    fallback: undefined,
    waxseal: 'debugLog',
    gitsign: 'logPath',
    variable: own('LOG'),
    others: ['WAXSEAL_DEBUG'],
    guarded: true,
  },
  agent: { parse: flag, fallback: true, waxseal: 'agent' },
  timeoutMs: { parse: seconds, fallback: 30_000, waxseal: 'timeout' },
  trustedRoot: { parse: file, parseFlag: text, fallback: undefined, waxseal: 'trustedRoot', guarded: true },
  fulcioRootFile: {
    parse: file,
    fallback: undefined,
    waxseal: 'fulcioRoot',
    gitsign: 'fulcioRoot',
    variable: both('FULCIO_ROOT'),
    others: ['SIGSTORE_ROOT_FILE'],
    guarded: true,
  },
  rekorKeyFile: {
    parse: file,
    fallback: undefined,
    waxseal: 'rekorKey',
    others: ['SIGSTORE_REKOR_PUBLIC_KEY'],
    guarded: true,
  },
  ctKeyFile: {
    parse: file,
    fallback: undefined,
    waxseal: 'ctKey',
    others: ['SIGSTORE_CT_LOG_PUBLIC_KEY_FILE'],
    guarded: true,
  },
  timestampChainFile: {
    parse: file,
    fallback: undefined,
    waxseal: 'timestampCertChain',
    gitsign: 'timestampCertChain',
    variable: both('TIMESTAMP_CERT_CHAIN'),
    guarded: true,
  },
  x509Roots: { parse: files, fallback: undefined, waxseal: 'x509Roots', guarded: true },
  sshAllowedSigners: {
    parse: text,
    fallback: undefined,
    git: ['gpg.ssh.allowedSignersFile'],
    guarded: true,
  },
  sshRevocation: { parse: text, fallback: undefined, git: ['gpg.ssh.revocationFile'], guarded: true },
  gpgProgram: {
    parse: text,
    fallback: undefined,
    git: ['gpg.openpgp.program', 'gpg.program'],
    guarded: true,
  },
  policy: { parse: file, fallback: undefined, waxseal: 'policy', guarded: true },
  policyBranch: { parse: text, fallback: undefined, waxseal: 'policyBranch', guarded: 'always' },
  tufMirror: {
    parse: serviceUrl,
    fallback: undefined,
    waxseal: 'tufMirror',
    others: ['TUF_MIRROR'],
    guarded: true,
  },
  trustRefresh: { parse: flag, fallback: true, waxseal: 'trustRefresh' },
  tufRoot: {
    parse: file,
    fallback: undefined,
    waxseal: 'tufRoot',
    others: ['TUF_ROOT_JSON'],
    guarded: true,
  },
};
