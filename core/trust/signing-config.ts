import { isWithin } from '../certificate/index.js';
import { EncodingError, isObject, parseJson, parseRfc3339 } from '../encoding/index.js';

/** One service of a signing config: its URL, the major version of its API, its operator, and its period. */
export interface SigningService {
  readonly url: string;
  readonly majorApiVersion: number;
  readonly operator: string;
  /** Unix seconds; `end` is the last second of the period. */
  readonly validFor: { readonly start: number; readonly end?: number };
}

/** How many of the usable services to use. */
export type ServiceSelection =
  | { readonly selector: 'ANY' | 'ALL' }
  | { readonly selector: 'EXACT'; readonly count: number };

/** Which servers to sign with (protobuf-specs sigstore_trustroot.proto, SigningConfig v0.2). */
export interface SigningConfig {
  readonly certificateAuthorities: readonly SigningService[];
  readonly issuers: readonly SigningService[];
  readonly logs: readonly SigningService[];
  readonly logSelection: ServiceSelection;
  readonly timestampAuthorities: readonly SigningService[];
  readonly timestampSelection: ServiceSelection;
}

const MEDIA_TYPE = 'application/vnd.dev.sigstore.signingconfig.v0.2+json';
const MOST = 100;

/**
 * Reads a signing_config.v0.2.json.
 * @param value the text, or the object inside a trust configuration
 * @throws EncodingError JSON_MALFORMED, TIME_MALFORMED
 */
export function parseSigningConfig(value: unknown): SigningConfig {
  const config = typeof value === 'string' ? parseJson(value) : value;
  if (!isObject(config)) throw malformed('it is not a JSON object');
  const type = config['mediaType'];
  if (type !== undefined && type !== MEDIA_TYPE) throw malformed('it is of another version than 0.2');
  return {
    certificateAuthorities: services(config['caUrls']),
    issuers: services(config['oidcUrls']),
    logs: services(config['rekorTlogUrls']),
    logSelection: selection(config['rekorTlogConfig']),
    timestampAuthorities: services(config['tsaUrls']),
    timestampSelection: selection(config['tsaConfig']),
  };
}

/**
 * The services to use at `now` (Unix seconds), chosen as the specification says. A service must be within its period and have
 * a version that this program supports. Each operator has at most one: the one with the highest version and the newest start.
 * Of these, the result is any one, all, or exactly `count`, with the highest version and the newest start first. "Any one" is
 * the first, so that the choice is always the same.
 * @returns the services, best first; none when there are too few
 */
export function selectServices(
  services: readonly SigningService[],
  selection: ServiceSelection,
  versions: readonly number[],
  now: number,
): SigningService[] {
  const usable = services
    .filter(({ validFor, majorApiVersion }) => versions.includes(majorApiVersion) && isWithin(validFor, now))
    .toSorted((a, b) => b.majorApiVersion - a.majorApiVersion || b.validFor.start - a.validFor.start);
  const best = usable.filter(
    (service, index) => usable.findIndex(({ operator }) => operator === service.operator) === index,
  );
  if (selection.selector === 'ALL') return best;
  const count = selection.selector === 'EXACT' ? selection.count : 1;
  return best.length < count ? [] : best.slice(0, count);
}

function services(list: unknown): SigningService[] {
  if (list === undefined) return [];
  if (!Array.isArray(list) || list.length > MOST) throw malformed('a list of services is none');
  return list.map((item) => {
    if (!isObject(item) || typeof item['url'] !== 'string') throw malformed('a service has no url');
    const { url, majorApiVersion = 0, operator = '', validFor } = item;
    if (!isHttp(url)) throw malformed('a service has no http(s) URL');
    if (typeof majorApiVersion !== 'number' || typeof operator !== 'string' || !isObject(validFor))
      throw malformed('a service has no version, operator or period');
    const [start, end] = [validFor['start'], validFor['end']];
    if (typeof start !== 'string' || start === '') throw malformed('the period of a service has no start');
    return {
      url: url.replace(/\/+$/, ''),
      majorApiVersion,
      operator,
      validFor: {
        start: parseRfc3339(start),
        ...(typeof end === 'string' && { end: parseRfc3339(end) }),
      },
    };
  });
}

function isHttp(text: unknown): text is string {
  return typeof text === 'string' && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Without a selector, any one service is enough. */
function selection(value: unknown): ServiceSelection {
  if (value === undefined) return { selector: 'ANY' };
  const { selector, count } = isObject(value) ? value : {};
  if (selector === 'ANY' || selector === 'ALL') return { selector };
  if (selector === 'EXACT' && typeof count === 'number' && Number.isInteger(count) && count > 0)
    return { selector, count };
  throw malformed('a selector is none of ANY, ALL and EXACT with a count');
}

function malformed(what: string): EncodingError {
  return new EncodingError('JSON_MALFORMED', `the signing config cannot be used: ${what}`);
}
