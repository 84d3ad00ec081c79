import type { Settings } from './types.js';
import {
  address,
  file,
  files,
  flag,
  flagOrHosts,
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
  readonly repository: RepositoryMay;
  /** The same for verifying, if it is not `nothing` there: a look-up asks the log that set-up wrote. */
  readonly verifying?: 'as-set-up';
}

/**
 * What a repository's own configuration may say (scope local or worktree): everything about how a signature is made
 * there (`sign`); a name at the issuer, if it chose the issuer too (`with-issuer`); only what `waxseal setup --instance` wrote, as it wrote it (`as-set-up`); only what makes it stricter,
 * which is `true` (`only-true`); nothing, because the setting decides what is trusted, what is published, which program
 * runs or which file is read (`nothing`). Nothing of it counts for a verdict, but for `as-set-up`.
 */
export type RepositoryMay = 'sign' | 'with-issuer' | 'as-set-up' | 'only-true' | 'nothing';

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
    repository: 'sign',
  },
  rekorUrl: {
    parse: serviceUrl,
    fallback: 'https://rekor.sigstore.dev',
    waxseal: 'rekor',
    gitsign: 'rekor',
    variable: both('REKOR_URL'),
    repository: 'sign',
    verifying: 'as-set-up',
  },
  rekorMode: {
    parse: keyword(['offline', 'online']),
    fallback: 'offline',
    waxseal: 'rekorMode',
    gitsign: 'rekorMode',
    variable: own('REKOR_MODE'),
    repository: 'sign',
  },
  rekorVersion: {
    parse: integer<1 | 2>([1, 2]),
    fallback: 1,
    waxseal: 'rekorVersion',
    gitsign: 'rekorVersion',
    variable: both('REKOR_VERSION'),
    repository: 'sign',
  },
  alsoLog: { parse: logServers, fallback: [], waxseal: 'alsoLog', repository: 'sign' },
  verifyOnline: { parse: flag, fallback: false, waxseal: 'verifyOnline', repository: 'nothing' },
  oidcIssuer: {
    parse: address,
    fallback: 'https://oauth2.sigstore.dev/auth',
    waxseal: 'issuer',
    gitsign: 'issuer',
    variable: both('OIDC_ISSUER'),
    repository: 'sign',
  },
  oidcClientId: {
    parse: text,
    fallback: 'sigstore',
    waxseal: 'clientID',
    gitsign: 'clientID',
    variable: both('OIDC_CLIENT_ID'),
    repository: 'with-issuer',
  },
  oidcClientSecretFile: {
    parse: file,
    fallback: undefined,
    waxseal: 'clientSecretFile',
    gitsign: 'clientSecretFile',
    variable: both('OIDC_CLIENT_SECRET_FILE'),
    repository: 'nothing',
  },
  oidcRedirectUrl: {
    parse: address,
    fallback: undefined,
    waxseal: 'redirectURL',
    gitsign: 'redirectURL',
    variable: both('OIDC_REDIRECT_URL'),
    repository: 'sign',
  },
  connectorId: {
    parse: text,
    fallback: undefined,
    waxseal: 'connectorID',
    gitsign: 'connectorID',
    variable: both('CONNECTOR_ID'),
    repository: 'sign',
  },
  tokenProvider: {
    parse: keyword(PROVIDERS, { 'google-impersonation': 'google-impersonate' }),
    fallback: 'auto',
    waxseal: 'tokenProvider',
    gitsign: 'tokenProvider',
    variable: both('TOKEN_PROVIDER'),
    repository: 'sign',
  },
  tokenFile: { parse: file, fallback: undefined, waxseal: 'tokenFile', repository: 'nothing' },
  tokenAudience: { parse: text, fallback: 'sigstore', waxseal: 'tokenAudience', repository: 'nothing' },
  browser: {
    parse: text,
    fallback: undefined,
    waxseal: 'browser',
    gitsign: 'urlOpener',
    variable: own('URL_OPENER'),
    repository: 'nothing',
  },
  autoclose: {
    parse: flag,
    fallback: true,
    waxseal: 'autoclose',
    gitsign: 'autoclose',
    variable: both('AUTOCLOSE'),
    repository: 'sign',
  },
  autocloseMs: {
    parse: seconds,
    fallback: 6000,
    waxseal: 'autocloseTimeout',
    gitsign: 'autocloseTimeout',
    variable: both('AUTOCLOSE_TIMEOUT'),
    repository: 'sign',
  },
  timestampUrl: {
    parse: serviceUrl,
    fallback: undefined,
    waxseal: 'timestampServerURL',
    gitsign: 'timestampServerURL',
    variable: both('TIMESTAMP_SERVER_URL'),
    repository: 'sign',
  },
  matchCommitter: {
    parse: flag,
    fallback: undefined,
    waxseal: 'matchCommitter',
    gitsign: 'matchCommitter',
    repository: 'only-true',
  },
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
    repository: 'nothing',
  },
  instancePrivate: {
    parse: flagOrHosts,
    fallback: undefined,
    waxseal: 'instancePrivate',
    repository: 'nothing',
  },
  cacheSize: { parse: mebibytes, fallback: 128, waxseal: 'cacheSize', repository: 'nothing' },
  debugLog: {
    parse: file,
    fallback: undefined,
    waxseal: 'debugLog',
    gitsign: 'logPath',
    variable: own('LOG'),
    others: ['WAXSEAL_DEBUG'],
    repository: 'nothing',
  },
  agent: { parse: flag, fallback: true, waxseal: 'agent', repository: 'sign' },
  timeoutMs: { parse: seconds, fallback: 30_000, waxseal: 'timeout', repository: 'sign' },
  trustedRoot: {
    parse: file,
    parseFlag: text,
    fallback: undefined,
    waxseal: 'trustedRoot',
    repository: 'as-set-up',
    verifying: 'as-set-up',
  },
  fulcioRootFile: {
    parse: file,
    fallback: undefined,
    waxseal: 'fulcioRoot',
    gitsign: 'fulcioRoot',
    variable: both('FULCIO_ROOT'),
    others: ['SIGSTORE_ROOT_FILE'],
    repository: 'nothing',
  },
  rekorKeyFile: {
    parse: file,
    fallback: undefined,
    waxseal: 'rekorKey',
    others: ['SIGSTORE_REKOR_PUBLIC_KEY'],
    repository: 'nothing',
  },
  ctKeyFile: {
    parse: file,
    fallback: undefined,
    waxseal: 'ctKey',
    others: ['SIGSTORE_CT_LOG_PUBLIC_KEY_FILE'],
    repository: 'nothing',
  },
  timestampChainFile: {
    parse: file,
    fallback: undefined,
    waxseal: 'timestampCertChain',
    gitsign: 'timestampCertChain',
    variable: both('TIMESTAMP_CERT_CHAIN'),
    repository: 'nothing',
  },
  x509Roots: { parse: files, fallback: undefined, waxseal: 'x509Roots', repository: 'nothing' },
  sshAllowedSigners: {
    parse: text,
    fallback: undefined,
    git: ['gpg.ssh.allowedSignersFile'],
    repository: 'nothing',
  },
  sshRevocation: { parse: text, fallback: undefined, git: ['gpg.ssh.revocationFile'], repository: 'nothing' },
  gpgProgram: {
    parse: text,
    fallback: undefined,
    git: ['gpg.openpgp.program', 'gpg.program'],
    repository: 'nothing',
  },
  policy: { parse: file, fallback: undefined, waxseal: 'policy', repository: 'nothing' },
  policyBranch: { parse: text, fallback: undefined, waxseal: 'policyBranch', repository: 'nothing' },
  tufMirror: {
    parse: serviceUrl,
    fallback: undefined,
    waxseal: 'tufMirror',
    others: ['TUF_MIRROR'],
    repository: 'as-set-up',
    verifying: 'as-set-up',
  },
  trustRefresh: { parse: flag, fallback: true, waxseal: 'trustRefresh', repository: 'nothing' },
  tufRoot: {
    parse: file,
    fallback: undefined,
    waxseal: 'tufRoot',
    others: ['TUF_ROOT_JSON'],
    repository: 'as-set-up',
    verifying: 'as-set-up',
  },
};
