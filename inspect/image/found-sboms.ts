import { EncodingError, fromUtf8, parseStrictJson } from '../../core/encoding/index.js';
import { documentOf } from '../../core/image/index.js';
import type { Attachment } from './attachments.js';
import type { DocumentItem } from './document.js';
import type { FoundImage } from './find.js';
import type { ImageSession } from './session.js';
import type { ImageQuestion } from './types.js';
import { verifyOne } from './verify.js';

/** JSON as a value, other text as text; undefined for bytes that are no text. */
function documentIn(bytes: Uint8Array): unknown {
  try {
    const text = fromUtf8(bytes);
    try {
      return parseStrictJson(text);
    } catch {
      return text;
    }
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return undefined;
  }
}

async function itemFor(
  session: ImageSession,
  image: FoundImage,
  { place, digest: manifest, size, tag, artifactType, layers }: Attachment,
  question: ImageQuestion,
): Promise<DocumentItem[]> {
  const [layer] = layers;
  const blob = layer && (await session.blob(place, layer));
  if (!layer || !blob || 'problem' in blob) return [];
  const type = layer.mediaType || artifactType;
  const { kind, value } = documentOf('', documentIn(blob.value));
  const { name, digest, platform, reference } = image;
  // The SBOM itself may be signed, as an image is.
  const { manifest: own } = image;
  const asImage = { name, reference, place, digest: manifest, size, manifest: own };
  const { verdict } = await verifyOne(session, asImage, question);
  return [
    {
      name,
      subject: { type: 'image', id: digest },
      ...(platform !== undefined && { title: platform, platform }),
      kind: kind === 'other' ? kindOfType(type) : kind,
      type,
      document: value,
      vouchedBy: verdict.outcome === 'unsigned' ? 'nobody' : 'own',
      digest,
      ...(tag !== undefined && { tag }),
      manifest,
      blob: layer.digest,
      verdict,
      findings: [],
    },
  ];
}

function kindOfType(type: string): DocumentItem['kind'] {
  if (type.includes('cyclonedx')) return 'cyclonedx';
  return type.includes('spdx') ? 'spdx' : 'other';
}

/** SBOMs that are attached as they are, without a statement. Somebody may have signed the manifest that holds one. */
export async function unattestedSboms(
  session: ImageSession,
  image: FoundImage,
  attachments: readonly Attachment[],
  question: ImageQuestion,
): Promise<readonly DocumentItem[]> {
  const sboms = attachments.filter(({ kind, problem }) => kind === 'sbom' && problem === undefined);
  const items = await Promise.all(sboms.map((one) => itemFor(session, image, one, question)));
  return items.flat();
}
