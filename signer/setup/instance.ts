import { equalBytes, isObject, parseJson, parseRfc3339 } from '../../core/encoding/index.js';
import { digest } from '../../core/primitives/index.js';
import { isWithin, parseTrustedRoot, type TrustedRoot } from '../../core/trust/index.js';
import { SignerError } from '../errors.js';

/** A Sigstore: where its services are, as far as the file said, and what to believe. */
export interface Instance {
  readonly fulcioUrl?: string;
  readonly rekorUrl?: string;
  readonly rekorVersion?: 1 | 2;
  readonly oidcIssuer?: string;
  readonly timestampUrl?: string;
  /** trusted_root.json, as it was given. */
  readonly trustedRoot: string;
}

function malformed(what: string): SignerError {
  return new SignerError(
    'INSTANCE_MALFORMED',
    `the instance cannot be used: ${what}`,
    'give a Sigstore trust configuration (ClientTrustConfig) or a trusted_root.json',
  );
}

interface Service {
  readonly url: string;
  readonly version: number;
}

function seconds(value: unknown): number | undefined {
  return typeof value === 'string' ? parseRfc3339(value) : undefined;
}

/** The services of one list of a signing config that are in use at `now` and whose version this program speaks, best first. */
function services(list: unknown, versions: readonly number[], now: number): Service[] {
  if (!Array.isArray(list)) return [];
  const found: Service[] = [];
  for (const item of list) {
    if (!isObject(item) || typeof item['url'] !== 'string') throw malformed('a service has no url');
    const version = typeof item['majorApiVersion'] === 'number' ? item['majorApiVersion'] : 1;
    const period = isObject(item['validFor']) ? item['validFor'] : {};
    const end = seconds(period['end']);
    const inUse = isWithin({ start: seconds(period['start']) ?? 0, ...(end !== undefined && { end }) }, now);
    if (inUse && versions.includes(version)) found.push({ url: httpUrl(item['url']), version });
  }
  return found.sort((a, b) => b.version - a.version);
}

function httpUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw malformed('a service has no http(s) URL');
  return text.replace(/\/+$/, '');
}

function ofSigningConfig(config: Record<string, unknown>, now: number): Omit<Instance, 'trustedRoot'> {
  const timestamp = services(config['tsaUrls'], [1], now)[0];
  // Rekor v2 proves no time: without a timestamp authority it cannot be used.
  const rekor = services(config['rekorTlogUrls'], timestamp ? [1, 2] : [1], now)[0];
  const fulcio = services(config['caUrls'], [1], now)[0];
  const issuer = services(config['oidcUrls'], [1], now)[0];
  if (!fulcio || !rekor)
    throw malformed('its signing config names no certificate authority or no log in use');
  return {
    fulcioUrl: fulcio.url,
    rekorUrl: rekor.url,
    rekorVersion: rekor.version === 2 ? 2 : 1,
    ...(issuer && { oidcIssuer: issuer.url }),
    ...(timestamp && rekor.version === 2 && { timestampUrl: timestamp.url }),
  };
}

/** What a bare trusted root tells of where its services are: the ones valid now. Rekor v1 ids are the digest of the key. */
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
 * @param now Unix seconds: services out of use are passed over
 * @throws SignerError INSTANCE_MALFORMED, EncodingError
 */
export function parseInstance(text: string, now: number): Instance {
  const value = parseJson(text);
  if (!isObject(value)) throw malformed('it is not a JSON object');
  const { trustedRoot, signingConfig } = value;
  if (isObject(trustedRoot) && isObject(signingConfig)) {
    const json = `${JSON.stringify(trustedRoot, undefined, 2)}\n`;
    parseTrustedRoot(json);
    return { ...ofSigningConfig(signingConfig, now), trustedRoot: json };
  }
  if (!('certificateAuthorities' in value))
    throw malformed('it is neither a trust configuration nor a trusted root');
  return { ...ofTrustedRoot(parseTrustedRoot(text), now), trustedRoot: text };
}
