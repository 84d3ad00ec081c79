import type { Item } from '../../core/finding/index.js';
import { attestationsIn, type ImageDigest, type Platform } from '../../core/image/index.js';
import { type Attachment, attachmentsOf } from './attachments.js';
import { type FoundImage, findImage, withImagesOf } from './find.js';
import { judgeAll, unreadFindings } from './judge.js';
import type { ImageSession } from './session.js';
import type { ImageQuestion, ImageSignature, ListedPlatform } from './types.js';
import { listedIn } from './verify.js';

/** What `treeOf` is asked. What is required decides only what is said of the signers. */
export interface TreeQuestion extends ImageQuestion {
  readonly platform?: Platform | undefined;
  /** Whether what is attached to each image of an index is listed as well. */
  readonly recursive?: boolean;
}

/** Something that is attached to an image, with the verdicts on what is signed in it. */
export interface TreeBranch extends Attachment {
  readonly signatures: readonly ImageSignature[];
}

/** Attestations that are a manifest of an index. */
export interface InIndexBranch {
  readonly digest: ImageDigest;
  readonly size: number;
  /** The image of the index that they are about; absent where they name none that is in it. */
  readonly of?: ImageDigest;
}

/** Everything that is attached to an image or an index. */
export interface TreeItem extends Item {
  readonly digest: ImageDigest;
  readonly size: number;
  readonly mediaType: string;
  readonly platform?: string;
  readonly branches: readonly TreeBranch[];
  readonly inIndex: readonly InIndexBranch[];
  readonly covers: readonly ListedPlatform[];
}

async function itemFor(
  session: ImageSession,
  image: FoundImage,
  { requirements, ...place }: ImageQuestion,
): Promise<TreeItem> {
  const attachments = await attachmentsOf(session, image, ['signatures', 'attestations', 'sboms'], place);
  const signatures = await judgeAll(session, image, attachments, requirements);
  const { name, digest, size, platform, manifest } = image;
  const inIndex = manifest.kind === 'index' ? attestationsIn(manifest) : [];
  return {
    name,
    subject: { type: 'image', id: digest },
    ...(platform !== undefined && { title: platform, platform }),
    digest,
    size,
    mediaType: manifest.mediaType,
    findings: unreadFindings(attachments),
    branches: attachments.map((one) => ({
      ...one,
      signatures: signatures.filter(({ manifest: own }) => own === one.digest),
    })),
    inIndex: inIndex.map(({ descriptor, of }) => ({
      digest: descriptor.digest,
      size: descriptor.size,
      ...(of !== undefined && { of }),
    })),
    covers: listedIn(manifest),
  };
}

/**
 * What is attached to an image: under tags, by reference, and in its index. It only shows: no item has a verdict of its own.
 * @throws ImageReferenceError, ImageError, and what the source throws
 */
export async function treeOf(
  session: ImageSession,
  name: string,
  question: TreeQuestion,
): Promise<readonly TreeItem[]> {
  const image = await findImage(session, name, question.platform);
  const images = question.recursive ? await withImagesOf(session, image) : [image];
  return Promise.all(images.map((one) => itemFor(session, one, question)));
}
