import type { Finding, Item } from '../../../core/finding/index.js';
import {
  findingJson,
  jsonRenderer,
  type Renderer,
  type RenderOptions,
  verdictJson,
} from '../../../core/render/index.js';
import type { ImageItem, ImageSignature } from '../../../inspect/image/index.js';
import type { ImageBasis } from './open.js';

/** The summary of a run about images. */
export interface ImagesSummary {
  readonly items: number;
}

/** Findings as docs/json.md describes them. */
export function findingsJson(
  findings: readonly Finding[],
  options: RenderOptions<ImagesSummary>,
): readonly Record<string, unknown>[] {
  return findings.map((finding) => findingJson(finding, options as RenderOptions));
}

/** One signature or attestation with its verdict. */
export function signatureJson({
  kind,
  tag,
  manifest,
  blob,
  verdict,
}: ImageSignature): Record<string, unknown> {
  const { name: _, object: __, ...said } = verdictJson(verdict, '');
  return { kind, ...(tag !== undefined && { tag }), manifest, blob, ...said };
}

/** An image with the verdict of its best signature, and each of its signatures. */
export function imageJson(item: ImageItem, options: RenderOptions<ImagesSummary>): Record<string, unknown> {
  const { verdict, name, platform, covers, signatures, findings } = item;
  return {
    ...verdictJson(verdict, name),
    ...(platform !== undefined && { platform }),
    covers: covers.map((one) => ({ ...one })),
    signatures: signatures.map(signatureJson),
    findings: findingsJson(findings, options),
  };
}

/** The document of a command about images: what it is based on, and an element for each item. */
export function imagesJson<I extends Item>(
  basis: ImageBasis | undefined,
  element: (item: I) => Record<string, unknown>,
): Renderer<I, ImagesSummary> {
  return jsonRenderer({
    head: basis ? { trustedRoot: { digest: basis.trust.root.digest }, policy: basis.source ?? null } : {},
    list: 'images',
    element,
    tail: ({ items }) => ({ summary: { items } }),
  });
}
