import type { Item } from '../../core/finding/index.js';
import type { ImageDigest, Platform } from '../../core/image/index.js';
import { findImage } from './find.js';
import type { ImageSession } from './session.js';
import type { ListedPlatform } from './types.js';
import { listedIn } from './verify.js';

/** What a reference stands for right now. */
export interface ResolvedItem extends Item {
  readonly digest: ImageDigest;
  readonly size: number;
  readonly mediaType: string;
  readonly platform?: string;
  /** The images of an index; empty for a single image. */
  readonly platforms: readonly ListedPlatform[];
}

/**
 * The digest of an image, and those of its platforms.
 * @param platform the image for this platform instead of the index
 * @throws ImageReferenceError, ImageError, and what the source throws
 */
export async function resolveImage(
  session: ImageSession,
  name: string,
  platform?: Platform,
): Promise<ResolvedItem> {
  const image = await findImage(session, name, platform);
  const { digest, size, manifest } = image;
  return {
    name,
    subject: { type: 'image', id: digest },
    findings: [],
    digest,
    size,
    mediaType: manifest.mediaType,
    ...(image.platform !== undefined && { title: image.platform, platform: image.platform }),
    platforms: listedIn(manifest),
  };
}
