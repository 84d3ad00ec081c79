import {
  type Descriptor,
  type ImageDigest,
  ManifestError,
  MEDIA_TYPE,
  parseManifest,
  referrersTag,
} from '../../core/image/index.js';
import type { Answer } from './connection.js';
import { RegistryError } from './error.js';
import type { Limits } from './limits.js';
import { nextPage } from './redirect.js';
import type { ImageSource, Referrer, Referrers } from './source.js';
import { unexpectedStatus } from './status.js';

/** Where the referrers of an image are looked for. */
export interface ReferrersOf {
  readonly place: string;
  readonly limits: Limits;
  readonly source: Pick<ImageSource, 'manifest' | 'tagged'>;
  /** The path of the referrers API, to which a digest is added. */
  readonly api: string;
  get(path: string): Promise<Answer>;
}

/** Statuses of a registry without the referrers API. */
const WITHOUT_API = [400, 404, 405, 406, 410];

/**
 * What refers to a manifest, from the referrers API (OCI distribution 1.1) with all its pages, and from the fallback tag where
 * the registry does not have the API or lists nothing: what was pushed before it had the API is only there. The manifest of
 * each is read, because writers put a wrong artifact type, or none, into the list.
 * @throws RegistryError, NetworkError, ManifestError if there is no list; a referrer that cannot be read is in the answer
 */
export async function readReferrers(digest: ImageDigest, of: ReferrersOf): Promise<Referrers> {
  const listed = await fromApi(digest, of);
  const tagged = listed === undefined || listed.length === 0 ? await fromTag(digest, of) : [];
  const all = new Map([...(listed ?? []), ...tagged].map((one) => [one.digest, one]));
  if (all.size > of.limits.referrers) throw tooMany(of);
  const from = listed === undefined ? 'tag' : tagged.length > 0 ? 'api and tag' : 'api';
  return { from, referrers: await Promise.all([...all.values()].map((one) => read(one, digest, of))) };
}

/** The manifest that is said to refer to `digest`. */
export async function read(
  descriptor: Descriptor,
  digest: ImageDigest,
  { place, source }: Pick<ReferrersOf, 'place' | 'source'>,
): Promise<Referrer> {
  try {
    const fetched = await source.manifest(descriptor);
    const subject = fetched.manifest.subject?.digest;
    if (subject === digest) return { descriptor, fetched };
    throw new RegistryError(
      'REGISTRY_ANSWER_MALFORMED',
      place,
      `${descriptor.digest} is listed as something that refers to ${digest}, and refers to ${subject ?? 'nothing'}`,
      'have it attached again; it does not count',
    );
  } catch (failed) {
    return { descriptor, failed: failed instanceof Error ? failed : new Error(String(failed)) };
  }
}

/** The list of the API; undefined if the registry does not have it. */
async function fromApi(digest: ImageDigest, of: ReferrersOf): Promise<Descriptor[] | undefined> {
  const { api, place, limits } = of;
  const found: Descriptor[] = [];
  const seen = new Set<string>();
  let path = `${api}${digest}`;
  for (;;) {
    seen.add(path);
    const answer = await of.get(path);
    const [type = ''] = (answer.headers['content-type'] ?? '').split(';');
    const isList = answer.status === 200 && type.trim().toLowerCase() === MEDIA_TYPE.ociIndex;
    if (!isList && seen.size === 1 && (answer.status === 200 || WITHOUT_API.includes(answer.status)))
      return undefined;
    if (!isList)
      throw unexpectedStatus(
        place,
        answer.status,
        `page ${seen.size} of what refers to ${digest} is no list`,
      );
    const page = parseManifest(answer.body, type);
    if (page.kind !== 'index')
      throw new ManifestError('MANIFEST_AMBIGUOUS', 'the list of referrers is an image');
    found.push(...page.manifests);
    if (found.length > limits.referrers) throw tooMany(of);
    const next = nextPage(answer.headers['link']);
    if (next === undefined) return found;
    path = pathOf(next, answer.url, of);
    if (seen.has(path)) throw endless(place, 'its pages of referrers lead in a circle');
    if (seen.size >= limits.pages) throw endless(place, `more than ${limits.pages} pages of referrers`);
  }
}

/** The path and query of the next page, which must be one of the same list. */
function pathOf(next: string, from: URL, { api, place }: ReferrersOf): string {
  const url = URL.canParse(next, from.href) ? new URL(next, from.href) : undefined;
  if (url && url.origin === from.origin && url.pathname.startsWith(api))
    return `${url.pathname}${url.search}`;
  throw new RegistryError(
    'REGISTRY_REDIRECT_REFUSED',
    place,
    `its next page of referrers is elsewhere${url ? `, on ${url.host}` : ''}`,
    'ask who runs the registry: the pages of one list are on one host',
  );
}

async function fromTag(digest: ImageDigest, { source }: ReferrersOf): Promise<readonly Descriptor[]> {
  const tag = referrersTag(digest);
  const fetched = await source.tagged(tag);
  if (fetched === undefined) return [];
  if (fetched.manifest.kind === 'index') return fetched.manifest.manifests;
  throw new ManifestError(
    'MANIFEST_TYPE_NOT_SUPPORTED',
    `the tag ${tag}, which lists what refers to the image, is no index`,
  );
}

function endless(place: string, what: string): RegistryError {
  return new RegistryError('REGISTRY_ENDLESS', place, what, 'ask who runs the registry');
}

function tooMany({ place, limits }: ReferrersOf): RegistryError {
  return new RegistryError(
    'REGISTRY_TOO_MUCH',
    place,
    `more than ${limits.referrers} things refer to the image`,
    'have what is not needed removed from the registry',
  );
}
