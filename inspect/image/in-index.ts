import type { Finding } from '../../core/finding/index.js';
import {
  type Annotations,
  attestationsIn,
  type Descriptor,
  documentOf,
  type ImageDigest,
  type InIndexAttestations,
  imagesIn,
  platformName,
  statedPredicateType,
} from '../../core/image/index.js';
import { isSound, type Verdict } from '../../core/verdict/index.js';
import { type DocumentItem, statementIn } from './document.js';
import type { FoundImage } from './find.js';
import { unsigned } from './judge.js';
import type { ImageSession } from './session.js';
import type { ImageQuestion } from './types.js';
import { unusable } from './unusable.js';
import { verifyOne } from './verify.js';

type Place = Pick<InIndexAttestations, 'of'> & { readonly manifest: ImageDigest };

/** BuildKit's statements name the image by the digest that the index has for it. */
function aboutAnother(
  subjects: readonly { readonly digests: ReadonlyMap<string, string> }[],
  of: ImageDigest | undefined,
  place: string,
): readonly Finding[] {
  if (of !== undefined && subjects.some(({ digests }) => `sha256:${digests.get('sha256')}` === of)) return [];
  return [{ rule: 'IMAGE_STATEMENT_OF_ANOTHER', level: 'error', values: { place } }];
}

async function itemFor(
  session: ImageSession,
  index: FoundImage,
  { of, manifest }: Place,
  layer: Descriptor & { readonly annotations: Annotations },
  cover: Verdict,
): Promise<DocumentItem> {
  const { name, digest, manifest: whole } = index;
  const blob = await session.blob(index.place, layer);
  const statement = 'problem' in blob ? undefined : statementIn(blob.value);
  const { kind, value } = statement
    ? documentOf(statement.predicateType, statement.predicate)
    : documentOf(statedPredicateType(layer), null);
  const own = whole.kind === 'index' ? imagesIn(whole).find((one) => one.digest === of) : undefined;
  const platform = own && platformName(own);
  const type = statement?.predicateType ?? statedPredicateType(layer);
  const covered = isSound(cover.outcome);
  return {
    name,
    subject: { type: 'image', id: of ?? digest },
    ...(platform !== undefined && { title: platform, platform }),
    kind,
    type,
    document: value,
    vouchedBy: covered ? 'index' : 'nobody',
    digest: of ?? digest,
    manifest,
    blob: layer.digest,
    verdict: { ...(covered ? cover : unsigned(index)), attests: type },
    findings: statement
      ? aboutAnother(statement.subjects, of, manifest)
      : unread(manifest, 'problem' in blob ? blob.problem : 'no in-toto statement'),
  };
}

function unread(place: string, why: string): readonly Finding[] {
  return [{ rule: 'IMAGE_ATTACHMENT_UNREAD', level: 'error', values: { place, why } }];
}

function unreadItem(index: FoundImage, { of, manifest }: Place, why: string): DocumentItem {
  return {
    name: index.name,
    subject: { type: 'image', id: of ?? index.digest },
    kind: 'other',
    type: '',
    document: null,
    vouchedBy: 'nobody',
    digest: of ?? index.digest,
    manifest,
    blob: manifest,
    verdict: unsigned(index),
    findings: unread(manifest, why),
  };
}

/**
 * The attestations that BuildKit put into an index. Nobody signs them on their own; a signature of the index covers them,
 * because the index has the digest of their manifest.
 * @param only those about this image
 */
export async function inIndexDocuments(
  session: ImageSession,
  index: FoundImage,
  question: ImageQuestion,
  only?: ImageDigest,
): Promise<readonly DocumentItem[]> {
  if (index.manifest.kind !== 'index') return [];
  const wanted = attestationsIn(index.manifest).filter(({ of }) => only === undefined || of === only);
  if (wanted.length === 0) return [];
  const { verdict } = await verifyOne(session, index, question);
  const items = await Promise.all(
    wanted.map(async ({ descriptor, of }) => {
      const place = { ...(of !== undefined && { of }), manifest: descriptor.digest };
      try {
        const { manifest } = await session.manifest(index.place, descriptor);
        const layers = manifest.kind === 'image' ? manifest.layers : [];
        return Promise.all(layers.map((layer) => itemFor(session, index, place, layer, verdict)));
      } catch (error) {
        return [unreadItem(index, place, unusable(error))];
      }
    }),
  );
  return items.flat();
}
