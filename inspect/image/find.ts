import {
  type Descriptor,
  type ImageDigest,
  type ImageReference,
  imagesIn,
  type Manifest,
  type Platform,
  platformName,
  printPlatform,
  selectPlatform,
} from '../../core/image/index.js';
import { ImageError } from './error.js';
import type { ImageSession, Repository } from './session.js';

/** One image or index that a question is about. */
export interface FoundImage {
  /** What the person asked for. */
  readonly name: string;
  readonly reference: ImageReference;
  readonly place: Repository;
  readonly digest: ImageDigest;
  readonly size: number;
  readonly manifest: Manifest;
  /** The platform, for an image of an index. */
  readonly platform?: string;
}

/**
 * The image that a person names.
 * @param platform takes the image for this platform out of an index; it changes nothing about a single image
 * @throws ImageReferenceError; ImageError IMAGE_PLATFORM_NOT_FOUND; what the source throws
 */
export async function findImage(
  session: ImageSession,
  name: string,
  platform?: Platform,
): Promise<FoundImage> {
  const reference = session.referenceOf(name);
  const { registry, repository } = reference;
  const { digest, bytes, manifest } = await session.resolve(reference);
  const place = { registry, repository };
  const image = { name, reference, place, digest, size: bytes.length, manifest };
  if (!platform || image.manifest.kind !== 'index') return image;
  const images = imagesIn(image.manifest);
  const chosen = selectPlatform(images, platform);
  if (!chosen)
    throw new ImageError(
      'IMAGE_PLATFORM_NOT_FOUND',
      `${name} has no image for ${printPlatform(platform)}: it has ${images.map(platformName).join(', ')}`,
      'ask for one of these (--platform)',
    );
  return imageOf(session, image, chosen);
}

/** An image of an index. @throws as `findImage` */
export async function imageOf(
  session: ImageSession,
  { name, reference, place }: FoundImage,
  descriptor: Descriptor,
): Promise<FoundImage> {
  const { digest, bytes, manifest } = await session.manifest(place, descriptor);
  const platform = platformName(descriptor);
  return { name, reference, place, digest, size: bytes.length, manifest, platform };
}

/** The index, and each image in it. @throws as `findImage` */
export async function withImagesOf(session: ImageSession, image: FoundImage): Promise<FoundImage[]> {
  if (image.manifest.kind !== 'index') return [image];
  const images = imagesIn(image.manifest);
  return [image, ...(await Promise.all(images.map((one) => imageOf(session, image, one))))];
}
