import { type ImageDigest, parseDigest } from './digest.js';
import { ImageReferenceError } from './error.js';
import { DOCKER_HUB, parseHost } from './host.js';

/** An image in a registry. */
export interface ImageReference {
  /** `host[:port]`, in lower case; Docker Hub is `index.docker.io`. */
  readonly registry: string;
  /** With `library/` for an official image of Docker Hub. */
  readonly repository: string;
  /** As written; `latest` where neither a tag nor a digest is written. With a digest, only the digest counts. */
  readonly tag?: string;
  readonly digest?: ImageDigest;
}

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const REPOSITORY = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const LONGEST_REPOSITORY = 255;
/** A registry, a repository, a tag and a SHA-512 digest at their longest. */
const LONGEST = 1024;
const LONGEST_SHOWN = 120;

/**
 * The image that `text` names: `[host[:port]/]repository[:tag][@digest]` (distribution/reference; the defaults are those of
 * go-containerregistry, which cosign uses). The first part is a host if it has a dot or a colon, or is `localhost`. Without a
 * host, it is Docker Hub.
 * @throws ImageReferenceError REFERENCE_MALFORMED, IMAGE_DIGEST_MALFORMED, IMAGE_DIGEST_NOT_SUPPORTED
 */
export function parseReference(text: string): ImageReference {
  const refuse = (what: string, hint = USUAL) =>
    new ImageReferenceError('REFERENCE_MALFORMED', `"${shown(text)}" names no image: ${what}`, hint);
  if (text.length > LONGEST) throw refuse(`more than ${LONGEST} characters`);
  if (/^[a-z0-9+.-]+:\/\//i.test(text))
    throw refuse('it is a URL', 'leave out what stands before the host, such as https:// or docker://');
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : parseDigest(text.slice(at + 1));
  const [name, tag] = splitTag(at < 0 ? text : text.slice(0, at));
  if (tag !== undefined && !TAG.test(tag))
    throw refuse('its tag is not one', 'a tag has at most 128 letters, digits, _, . and -');
  const { registry, repository } = splitName(name, refuse);
  return {
    registry,
    repository,
    ...(tag !== undefined ? { tag } : digest === undefined && { tag: 'latest' }),
    ...(digest !== undefined && { digest }),
  };
}

/** The text for a message: shortened, and without the user and password of a URL. */
function shown(text: string): string {
  const plain = text.replace(/:\/\/[^/]*@/, '://');
  return plain.length > LONGEST_SHOWN ? `${plain.slice(0, LONGEST_SHOWN)}…` : plain;
}

const USUAL = 'write it as [HOST[:PORT]/]REPOSITORY[:TAG][@sha256:DIGEST]';

/**
 * The repository that `text` names, without a tag and a digest: what COSIGN_REPOSITORY and --registry-mirror name.
 * @throws ImageReferenceError REFERENCE_MALFORMED
 */
export function parseRepository(text: string): Pick<ImageReference, 'registry' | 'repository'> {
  const { registry, repository, tag, digest } = parseReference(text);
  const [, written] = splitTag(text);
  if (digest === undefined && written === undefined && tag === 'latest') return { registry, repository };
  throw new ImageReferenceError(
    'REFERENCE_MALFORMED',
    `"${shown(text)}" names an image, where a repository is expected`,
    'leave out the tag and the digest',
  );
}

/** The name and the tag. What follows the last colon is a tag unless it has a slash: then the colon is that of a port. */
function splitTag(text: string): [name: string, tag: string | undefined] {
  const colon = text.lastIndexOf(':');
  const isTag = colon >= 0 && !text.slice(colon).includes('/');
  return isTag ? [text.slice(0, colon), text.slice(colon + 1)] : [text, undefined];
}

function splitName(
  name: string,
  refuse: (what: string, hint?: string) => ImageReferenceError,
): Pick<ImageReference, 'registry' | 'repository'> {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const hasHost = /[.:[]/.test(first) || first.toLowerCase() === 'localhost';
  const registry = hasHost ? parseHost(first) : DOCKER_HUB;
  if (registry === undefined)
    throw refuse(
      'its host is not one',
      'a host is a name or an address, with a port where needed; IPv6 in brackets',
    );
  const path = hasHost ? name.slice(slash + 1) : name;
  if (path === '') throw refuse('it has no repository');
  if (path !== path.toLowerCase())
    throw refuse('its repository has capital letters', 'write the repository in lower case');
  if (!REPOSITORY.test(path)) throw refuse('its repository is not written as one');
  const repository = registry === DOCKER_HUB && !path.includes('/') ? `library/${path}` : path;
  if (repository.length > LONGEST_REPOSITORY)
    throw refuse(`its repository has more than ${LONGEST_REPOSITORY} characters`);
  return { registry, repository };
}
