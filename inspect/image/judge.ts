import type { Finding } from '../../core/finding/index.js';
import { type Attached, type ImageRequirements, judgeAttached } from '../../core/image/index.js';
import { holds, type Outcome, type Verdict } from '../../core/verdict/index.js';
import type { Attachment } from './attachments.js';
import type { FoundImage } from './find.js';
import type { ImageSession } from './session.js';
import type { ImageSignature } from './types.js';

type Layer = Attachment['layers'][number];

function attachedIn({ kind }: Attachment, { annotations }: Layer, blob: Uint8Array): Attached {
  switch (kind) {
    case 'signature':
      return { form: 'signature', payload: blob, annotations };
    case 'attestation':
      return { form: 'envelope', envelope: blob, annotations };
    default:
      return { form: 'bundle', json: blob };
  }
}

function notRead(image: FoundImage, detail: string): Verdict {
  return {
    object: { id: image.digest, type: 'image' },
    signature: 'sigstore',
    outcome: 'incomplete',
    checks: [{ name: 'structure', outcome: 'not-made', reason: 'ATTACHMENT_NOT_READ', detail }],
  };
}

async function judgeLayer(
  session: ImageSession,
  image: FoundImage,
  attachment: Attachment,
  layer: Layer,
  requirements: ImageRequirements,
): Promise<ImageSignature[]> {
  const { kind, tag, digest: manifest, place } = attachment;
  const at = { kind, ...(tag !== undefined && { tag }), manifest, blob: layer.digest };
  const blob = await session.blob(place, layer);
  if ('problem' in blob) return [{ ...at, verdict: notRead(image, blob.problem) }];
  const judged = await judgeAttached(image.digest, attachedIn(attachment, layer, blob.value), requirements);
  const { annotations } = layer;
  return judged.map((one) => ({ ...at, content: blob.value, annotations, ...one }));
}

/** What may be a signature, and could not be read. */
function unreadOne(image: FoundImage, { kind, tag, digest }: Attachment, problem: string): ImageSignature[] {
  const verdict = notRead(image, problem);
  return [{ kind, ...(tag !== undefined && { tag }), manifest: digest, blob: digest, verdict }];
}

/** The kinds of attachments that are signatures or attestations. */
const JUDGED: ReadonlySet<string> = new Set(['signature', 'attestation', 'bundle']);

/** The verdict on every signature and attestation among attachments of an image. @throws what the session throws */
export async function judgeAll(
  session: ImageSession,
  image: FoundImage,
  attachments: readonly Attachment[],
  requirements: ImageRequirements,
): Promise<readonly ImageSignature[]> {
  const judged = attachments
    .filter(({ kind }) => JUDGED.has(kind))
    .flatMap((one) =>
      one.problem === undefined
        ? one.layers.map((layer) => judgeLayer(session, image, one, layer, requirements))
        : [Promise.resolve(unreadOne(image, one, one.problem))],
    );
  return (await Promise.all(judged)).flat();
}

/** A finding for every attachment that could not be read. */
export function unreadFindings(attachments: readonly Attachment[]): readonly Finding[] {
  return attachments.flatMap(({ problem, tag, digest }) =>
    problem === undefined
      ? []
      : [
          {
            rule: 'IMAGE_ATTACHMENT_UNREAD',
            level: 'note',
            values: { place: tag ?? digest, why: problem },
            at: { kind: 'blob', id: digest },
          } satisfies Finding,
        ],
  );
}

const ORDER: readonly Outcome[] = ['verified', 'valid', 'refused', 'incomplete', 'invalid', 'unsigned'];

/** The verdict that says most for an image: one signature that holds is enough. Undefined without any. */
export function bestOf(verdicts: readonly Verdict[]): Verdict | undefined {
  const rank = (verdict: Verdict) => (holds(verdict) ? -1 : ORDER.indexOf(verdict.outcome));
  return verdicts.toSorted((a, b) => rank(a) - rank(b))[0];
}

/** The verdict on an image without any signature that was asked for. */
export function unsigned({ digest }: FoundImage): Verdict {
  return { object: { id: digest, type: 'image' }, signature: 'none', outcome: 'unsigned', checks: [] };
}
