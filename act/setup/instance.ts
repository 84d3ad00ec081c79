import { EncodingError, equalBytes, isObject, parseJson } from '../../core/encoding/index.js';
import { digest } from '../../core/primitives/index.js';
import {
  isWithin,
  parseSigningConfig,
  parseTrustedRoot,
  type SigningConfig,
  selectServices,
  type TrustedRoot,
} from '../../core/trust/index.js';
import { SetupError } from './error.js';

/** A Sigstore instance: the addresses of its services, as far as the file names them, and its trusted root. */
export interface Instance {
  readonly fulcioUrl?: string;
  readonly rekorUrl?: string;
  readonly rekorVersion?: 1 | 2;
  /** Value of waxseal.alsoLog. */
  readonly otherLogs?: string;
  readonly oidcIssuer?: string;
  readonly timestampUrl?: string;
  /** The text of trusted_root.json, unchanged. */
  readonly trustedRoot: string;
}

/** The error for an instance that cannot be used. @param what harmless */
export function malformed(what: string): SetupError {
  return new SetupError(
    'INSTANCE_MALFORMED',
    `the instance cannot be used: ${what}`,
    'give a Sigstore trust configuration (ClientTrustConfig) or a trusted_root.json',
  );
}

function httpUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw malformed('a service has no http(s) URL');
  // What is printable is written as it is, and nothing else is accepted.
  if (!/^[!-~]+$/.test(text) || url.username || url.password) throw malformed('a service has no plain URL');
  return text.replace(/\/+$/, '');
}

/**
 * The services in a signing config, at `now`. gitsign's format has room for one log entry. If several logs are to be used, the
 * signature names the entry of Rekor v1 if there is one, which proves the time and is found by gitsign; the other logs only get the
 * signature. Rekor v2 proves no time, so a timestamp authority is used with it.
 */
function ofSigningConfig(value: unknown, now: number): Omit<Instance, 'trustedRoot'> {
  const config = readConfig(value);
  const any = { selector: 'ANY' } as const;
  const [timestamp] = selectServices(config.timestampAuthorities, config.timestampSelection, [1], now);
  const logs = selectServices(config.logs, config.logSelection, timestamp ? [1, 2] : [1], now);
  const [fulcio] = selectServices(config.certificateAuthorities, any, [1], now);
  const [issuer] = selectServices(config.issuers, any, [1], now);
  const rekor = logs.find(({ majorApiVersion }) => majorApiVersion === 1) ?? logs[0];
  if (!fulcio || !rekor)
    throw malformed(
      'its signing config names no certificate authority, or not as many logs in use as it asks for',
    );
  const others = logs.filter((log) => log !== rekor);
  return {
    fulcioUrl: httpUrl(fulcio.url),
    rekorUrl: httpUrl(rekor.url),
    rekorVersion: rekor.majorApiVersion === 2 ? 2 : 1,
    ...(others.length > 0 && {
      otherLogs: others.map(({ url, majorApiVersion }) => `${majorApiVersion} ${httpUrl(url)}`).join(', '),
    }),
    ...(issuer && { oidcIssuer: httpUrl(issuer.url) }),
    ...(timestamp && rekor.majorApiVersion === 2 && { timestampUrl: httpUrl(timestamp.url) }),
  };
}

function readConfig(value: unknown): SigningConfig {
  try {
    return parseSigningConfig(value);
  } catch (error) {
    if (error instanceof EncodingError) throw malformed(error.message);
    throw error;
  }
}

/** The services that a trusted root alone names, if they are valid now. In Rekor v1 the log id is the digest of the key. */
function ofTrustedRoot(root: TrustedRoot, now: number): Omit<Instance, 'trustedRoot'> {
  const fulcio = root.certificateAuthorities.findLast(({ uri, validFor }) => uri && isWithin(validFor, now));
  const rekor = root.logs.findLast(
    ({ baseUrl, validFor, logId, key }) =>
      baseUrl && isWithin(validFor, now) && equalBytes(logId, digest('sha256', key.spki)),
  );
  return {
    ...(fulcio && { fulcioUrl: httpUrl(fulcio.uri) }),
    ...(rekor && { rekorUrl: httpUrl(rekor.baseUrl), rekorVersion: 1 as const }),
  };
}

/**
 * Reads an instance: a Sigstore ClientTrustConfig (protobuf-specs sigstore_trustroot.proto: trusted root and signing config)
 * or a bare trusted_root.json.
 * @param now Unix seconds: services that are not in use then are ignored
 * @throws SetupError INSTANCE_MALFORMED, EncodingError
 */
export function parseInstance(text: string, now: number): Instance {
  const value = parseJson(text);
  if (!isObject(value)) throw malformed('it is not a JSON object');
  const { trustedRoot, signingConfig } = value;
  if (isObject(trustedRoot) && isObject(signingConfig))
    return instanceOf(`${JSON.stringify(trustedRoot, undefined, 2)}\n`, signingConfig, now);
  if (!('certificateAuthorities' in value))
    throw malformed('it is neither a trust configuration nor a trusted root');
  return { ...ofTrustedRoot(parseTrustedRoot(text, 'user'), now), trustedRoot: text };
}

/**
 * Reads an instance from the two files of a Sigstore TUF repository.
 * @param signingConfig signing_config.v0.2.json: its text or its value
 * @throws SetupError INSTANCE_MALFORMED, EncodingError
 */
export function instanceOf(trustedRoot: string, signingConfig: unknown, now: number): Instance {
  parseTrustedRoot(trustedRoot);
  return { ...ofSigningConfig(signingConfig, now), trustedRoot };
}
