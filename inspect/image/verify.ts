import type { Finding } from '../../core/finding/index.js';
import type { Platform } from '../../core/image/index.js';
import { imagesIn, type Manifest, platformName, SIGN_PREDICATE } from '../../core/image/index.js';
import { attachmentsOf } from './attachments.js';
import { type FoundImage, findImage, withImagesOf } from './find.js';
import { bestOf, judgeAll, unreadFindings, unsigned } from './judge.js';
import type { ImageSession } from './session.js';
import type { ImageItem, ImageQuestion, ImageSignature, ListedPlatform } from './types.js';

/** What `verifyImage` is asked. */
export interface VerifyQuestion extends ImageQuestion {
  readonly platform?: Platform | undefined;
  /** Whether each image of an index must be signed as well. */
  readonly recursive?: boolean;
}

/** The images that an index lists. */
export function listedIn(manifest: Manifest): readonly ListedPlatform[] {
  return manifest.kind === 'index'
    ? imagesIn(manifest).map((one) => ({ platform: platformName(one), digest: one.digest }))
    : [];
}

/**
 * Whether it says that the image is signed. An attestation says something else about it, also where the same person made it.
 * A bundle whose statement cannot be read may be either, and is shown.
 */
function isSignature({ kind, verdict: { attests } }: ImageSignature): boolean {
  return kind === 'signature' || (kind === 'bundle' && (attests === undefined || attests === SIGN_PREDICATE));
}

function onlyAttested(others: readonly ImageSignature[]): readonly Finding[] {
  if (others.length === 0) return [];
  const types = [...new Set(others.map(({ verdict }) => verdict.attests ?? 'unknown'))].sort().join(', ');
  return [{ rule: 'IMAGE_ONLY_ATTESTED', level: 'note', values: { count: others.length, types } }];
}

/** The item for exactly this image or index. @throws ImageError, and what the source throws */
export async function verifyOne(
  session: ImageSession,
  image: FoundImage,
  { requirements, ...place }: ImageQuestion,
): Promise<ImageItem> {
  const attachments = await attachmentsOf(session, image, ['signatures'], place);
  const all = await judgeAll(session, image, attachments, requirements);
  const signatures = all.filter(isSignature);
  const best = bestOf(signatures.map(({ verdict }) => verdict));
  const others = all.filter((one) => !isSignature(one));
  const { name, digest, platform, manifest } = image;
  return {
    name,
    subject: { type: 'image', id: digest },
    ...(platform !== undefined && { title: platform, platform }),
    digest,
    verdict: best ?? unsigned(image),
    findings: [...(best ? [] : onlyAttested(others)), ...unreadFindings(attachments)],
    signatures,
    covers: listedIn(manifest),
  };
}

/**
 * Whether an image is signed as required: one item for what the name stands for, and with `recursive` one for each image of an
 * index. Without it, an index alone is judged: its signature covers the digests of its images.
 * @throws ImageReferenceError, ImageError, and what the source throws
 */
export async function verifyImage(
  session: ImageSession,
  name: string,
  question: VerifyQuestion,
): Promise<readonly ImageItem[]> {
  const image = await findImage(session, name, question.platform);
  const images = question.recursive ? await withImagesOf(session, image) : [image];
  return Promise.all(images.map((one) => verifyOne(session, one, question)));
}
