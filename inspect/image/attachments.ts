import {
  type Annotations,
  type AttachedKind,
  artifactTypeOf,
  attachmentTag,
  type Descriptor,
  type ImageDigest,
  layersOf,
  type Manifest,
  referrerKind,
} from '../../core/image/index.js';
import type { FetchedManifest } from '../../io/registry/source.js';
import { ImageError } from './error.js';
import type { ImageSession, Repository } from './session.js';
import { unusable } from './unusable.js';

/** Where cosign keeps what it attaches, if not beside the image. */
export interface AttachmentPlace {
  /** COSIGN_REPOSITORY. */
  readonly repository?: Repository | undefined;
  /** `--attachment-tag-prefix`. */
  readonly tagPrefix?: string | undefined;
}

/** One manifest that is attached to an image. */
export interface Attachment {
  readonly kind: AttachedKind;
  readonly place: Repository;
  /** The tag under which it is; absent for what refers to the image. */
  readonly tag?: string;
  readonly digest: ImageDigest;
  readonly size: number;
  readonly artifactType: string;
  readonly annotations: Annotations;
  readonly layers: readonly Descriptor[];
  /** Why it could not be read, in one line; it then has no layers. */
  readonly problem?: string;
}

/** What is looked for. */
export type Wanted = 'signatures' | 'attestations' | 'sboms';

const TAGS = {
  signatures: ['sig', 'signature'],
  attestations: ['att', 'attestation'],
  sboms: ['sbom', 'sbom'],
} as const;
/** Referrers of one image that are read; cosign reads as many signatures under one tag. */
const MOST_REFERRERS = 1000;

function unread(digest: ImageDigest, place: Repository, problem: string): Attachment {
  return { kind: 'other', place, digest, size: 0, artifactType: '', annotations: {}, layers: [], problem };
}

function attachment(
  { digest, bytes, manifest }: FetchedManifest,
  place: Repository,
  tagged?: { readonly tag: string; readonly kind: AttachedKind },
): Attachment {
  const size = bytes.length;
  if (manifest.kind !== 'image') {
    const index = unread(digest, place, 'an index, where a single manifest is expected');
    return { ...index, ...tagged, size };
  }
  const kind = tagged?.kind ?? referrerKind(manifest);
  return {
    kind,
    place,
    ...(tagged && { tag: tagged.tag }),
    digest,
    size,
    artifactType: artifactTypeOf(manifest) ?? '',
    annotations: manifest.annotations,
    layers: layersOf(kind, manifest),
  };
}

async function underTag(
  session: ImageSession,
  place: Repository,
  digest: ImageDigest,
  wanted: Wanted,
  prefix: string | undefined,
): Promise<Attachment[]> {
  const [suffix, kind] = TAGS[wanted];
  const tag = attachmentTag(digest, suffix, prefix);
  if (tag === undefined) return [];
  const read = await session.tagged(place, tag);
  if (!read) return [];
  return 'problem' in read
    ? [{ ...unread(digest, place, read.problem), tag, kind }]
    : [attachment(read.value, place, { tag, kind })];
}

function refersTo({ subject }: Manifest, digest: ImageDigest): boolean {
  return subject?.digest === digest;
}

async function referring(
  session: ImageSession,
  place: Repository,
  digest: ImageDigest,
): Promise<Attachment[]> {
  const { referrers } = await session.referrers(place, digest);
  const each = [...new Map(referrers.map((one) => [one.descriptor.digest, one])).values()];
  if (each.length > MOST_REFERRERS)
    throw new ImageError(
      'IMAGE_TOO_MUCH_ATTACHED',
      `more than ${MOST_REFERRERS} manifests refer to ${digest}`,
      'ask who runs the repository',
    );
  return each.map((one) => {
    // It may be a signature, so it is none that is missing.
    if ('failed' in one)
      return { ...unread(one.descriptor.digest, place, unusable(one.failed)), kind: 'bundle' as const };
    // Whoever may push can list anything under the fallback tag.
    return refersTo(one.fetched.manifest, digest)
      ? attachment(one.fetched, place)
      : unread(one.descriptor.digest, place, 'it is listed for this image and refers to another');
  });
}

/**
 * What is attached to an image: under cosign's tags, and what refers to it, by the referrers API or the fallback tag. One that
 * cannot be read is listed with the reason; a registry that cannot be asked is an error, and never means that nothing is there.
 * @throws ImageError IMAGE_TOO_MUCH_ATTACHED, and what the source throws
 */
export async function attachmentsOf(
  session: ImageSession,
  image: { readonly place: Repository; readonly digest: ImageDigest },
  wanted: readonly Wanted[],
  { repository, tagPrefix }: AttachmentPlace = {},
): Promise<readonly Attachment[]> {
  const { digest } = image;
  const place = repository ?? image.place;
  const found = await Promise.all([
    ...wanted.map((one) => underTag(session, place, digest, one, tagPrefix)),
    // What refers to an image is beside it also where cosign keeps its tags elsewhere.
    ...(repository ? [referring(session, repository, digest)] : []),
    referring(session, image.place, digest),
  ]);
  return found.flat();
}
