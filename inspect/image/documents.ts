import { type DocumentKind, documentOf, SIGN_PREDICATE } from '../../core/image/index.js';
import { attachmentsOf } from './attachments.js';
import { type DocumentItem, type DocumentsQuestion, statementIn } from './document.js';
import { type FoundImage, findImage } from './find.js';
import { unattestedSboms } from './found-sboms.js';
import { inIndexDocuments } from './in-index.js';
import { judgeAll } from './judge.js';
import type { ImageSession } from './session.js';
import type { ImageSignature } from './types.js';

function attested(image: FoundImage, one: ImageSignature): DocumentItem[] {
  const statement = statementIn(one.statement);
  if (statement?.predicateType === SIGN_PREDICATE) return [];
  const { kind, value } = statement
    ? documentOf(statement.predicateType, statement.predicate)
    : ({ kind: 'other', value: null } as const);
  const { name, digest, platform } = image;
  return [
    {
      name,
      subject: { type: 'image', id: digest },
      ...(platform !== undefined && { title: platform, platform }),
      kind,
      type: statement?.predicateType ?? '',
      document: value,
      vouchedBy: 'own',
      digest,
      ...(one.tag !== undefined && { tag: one.tag }),
      manifest: one.manifest,
      blob: one.blob,
      verdict: one.verdict,
      findings: [],
    },
  ];
}

/**
 * Every document about an image: attestations under tags and in bundles, what BuildKit put into the index, and SBOMs that are
 * attached without a statement. Each has the verdict on who vouches for it; `unsigned` where nobody does.
 * @throws ImageReferenceError, ImageError, and what the source throws
 */
export async function documentsOf(
  session: ImageSession,
  name: string,
  question: DocumentsQuestion,
): Promise<readonly DocumentItem[]> {
  const { requirements, platform, kinds, ...place } = question;
  const whole = await findImage(session, name);
  const image = platform ? await findImage(session, name, platform) : whole;
  const attachments = await attachmentsOf(session, image, ['attestations', 'sboms'], place);
  const [judged, sboms, inIndex] = await Promise.all([
    judgeAll(session, image, attachments, requirements),
    unattestedSboms(session, image, attachments, question),
    inIndexDocuments(session, whole, question, platform ? image.digest : undefined),
  ]);
  const all = [
    ...judged.filter(({ kind }) => kind !== 'signature').flatMap((one) => attested(image, one)),
    ...sboms,
    ...inIndex,
  ];
  return kinds ? all.filter(({ kind }) => kinds.includes(kind)) : all;
}

/** The kinds of documents that list what is in an image. */
export const SBOM_KINDS: readonly DocumentKind[] = ['spdx', 'cyclonedx'];
