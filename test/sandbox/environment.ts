import { join } from 'node:path';
import type { ServerName } from './faults.js';
import type { WrittenFiles } from './files.js';

/**
 * The variables with which gitsign 0.13 and 0.16 sign and verify against the sandbox, and those that the real stack's scripts
 * pass to cosign (TRUSTED_ROOT, TSA_URL, TSA_CHAIN, REKOR_V2_URL). The caller adds the identity token.
 */
export function clientEnvironment(
  urls: Readonly<Record<ServerName, string>>,
  written: Omit<WrittenFiles, 'tuf'>,
  dir: string,
): Record<string, string> {
  const { files } = written;
  return {
    SIGSTORE_FULCIO_URL: urls.fulcio,
    SIGSTORE_REKOR_URL: urls.rekor,
    SIGSTORE_OIDC_ISSUER: urls.oidc,
    GITSIGN_FULCIO_ROOT: files.fulcioChain,
    SIGSTORE_REKOR_PUBLIC_KEY: files.rekorPub,
    SIGSTORE_CT_LOG_PUBLIC_KEY_FILE: files.ctPub,
    TUF_MIRROR: urls.tuf,
    TUF_ROOT_JSON: written.tufRootPath,
    TUF_ROOT: join(dir, 'tuf-cache'),
    TRUSTED_ROOT: written.trustedRootPath,
    TSA_URL: `${urls.tsa}/api/v1/timestamp`,
    TSA_CHAIN: files.tsaChain,
    REKOR_V2_URL: urls.rekorV2,
  };
}

/** A file for `source`: the variables, and `tok` and `ghtok`, which fetch identity tokens as in the real stack's file. */
export function environmentScript(
  env: Readonly<Record<string, string>>,
  urls: Readonly<Record<ServerName, string>>,
): string {
  const quoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;
  const exports = Object.entries(env).map(([name, value]) => `export ${name}=${quoted(value)}`);
  return `# source this; then: export SIGSTORE_ID_TOKEN=$(tok)     tok 'email=me@example.test'   ghtok for a GitHub-workflow identity
${exports.join('\n')}
tok() { curl -s "${urls.oidc}/mint?\${1:-}"; }
ghtok() { curl -s "${urls.oidcWorkflow}/mint?\${1:-}"; }
usertok() { curl -s "${urls.oidcUsername}/mint?\${1:-}"; }
`;
}
