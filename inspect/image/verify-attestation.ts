import type { Finding } from '../../core/finding/index.js';
import { CUSTOM_PREDICATE, type Platform, predicateTypeOf } from '../../core/image/index.js';
import { attachmentsOf } from './attachments.js';
import { findImage } from './find.js';
import { bestOf, judgeAll, unreadFindings, unsigned } from './judge.js';
import type { ImageSession } from './session.js';
import type { ImageItem, ImageQuestion, ImageSignature } from './types.js';
import { listedIn } from './verify.js';

/** What `verifyImageAttestation` is asked. */
export interface AttestationQuestion extends ImageQuestion {
  readonly platform?: Platform | undefined;
  /** A predicate type, or cosign's short name for one; `custom` by default, as in cosign. */
  readonly type?: string | undefined;
}

function noneOf(type: string, all: readonly ImageSignature[]): Finding {
  const types = [...new Set(all.map(({ verdict }) => verdict.attests ?? 'unknown'))].sort().join(', ');
  return {
    rule: 'IMAGE_NO_SUCH_ATTESTATION',
    level: 'error',
    values: { type, types: types === '' ? 'none' : types },
  };
}

/** An attestation whose statement cannot be read may be of the type that was asked for, so it is shown with its verdict. */
function mayBe(type: string, { verdict: { attests } }: ImageSignature): boolean {
  return attests === undefined || attests === type;
}

/**
 * Whether an image has an attestation of a type, signed as required. The statement says its type, not what it is labelled with.
 * @throws ImageReferenceError, ImageError, and what the source throws
 */
export async function verifyImageAttestation(
  session: ImageSession,
  name: string,
  { requirements, platform, type: asked, ...place }: AttestationQuestion,
): Promise<ImageItem> {
  const image = await findImage(session, name, platform);
  const type = asked === undefined ? CUSTOM_PREDICATE : predicateTypeOf(asked);
  const attachments = await attachmentsOf(session, image, ['attestations'], place);
  const all = await judgeAll(session, image, attachments, requirements);
  const signatures = all.filter((one) => mayBe(type, one));
  const best = bestOf(signatures.map(({ verdict }) => verdict));
  const isThere = signatures.some(({ verdict }) => verdict.attests === type);
  const { digest, manifest } = image;
  return {
    name,
    subject: { type: 'image', id: digest },
    ...(image.platform !== undefined && { title: image.platform, platform: image.platform }),
    digest,
    verdict: best ?? unsigned(image),
    findings: [...(isThere ? [] : [noneOf(type, all)]), ...unreadFindings(attachments)],
    signatures,
    covers: listedIn(manifest),
  };
}
