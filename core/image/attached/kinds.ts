import { artifactTypeOf, type Descriptor, type ImageManifest } from '../manifest/index.js';

/** What something that is attached to an image is. `other`: nothing that this program reads; its type is reported. */
export type AttachedKind = 'signature' | 'attestation' | 'bundle' | 'sbom' | 'notation' | 'other';

/** Any version: what is in it says whether it counts. */
const BUNDLE = 'application/vnd.dev.sigstore.bundle';
/** cosign 2 with `--registry-referrers-mode=oci-1-1`. */
const COSIGN_SIGNATURE = 'application/vnd.dev.cosign.artifact.sig.v1+json';
const COSIGN_SBOM = 'application/vnd.dev.cosign.artifact.sbom.v1+json';
const NOTATION = 'application/vnd.cncf.notary.signature';
const SBOM = /^(?:text|application)\/(?:spdx|vnd\.cyclonedx|vnd\.syft)(?:\+|$)/;

/** True for the media type of an SBOM (cosign specs/SBOM_SPEC.md, and what oras and syft write). */
export function isSbomType(mediaType: string): boolean {
  return SBOM.test(mediaType);
}

/**
 * What a manifest that refers to an image is, by its own type and that of its first layer. The descriptor in a list of
 * referrers is not asked: cosign 3.1 writes another type there.
 */
export function referrerKind(manifest: ImageManifest): AttachedKind {
  const own = artifactTypeOf(manifest) ?? '';
  const layer = manifest.layers[0]?.mediaType ?? '';
  const is = (test: (type: string) => boolean) => test(own) || test(layer);
  if (is((type) => type.startsWith(BUNDLE))) return 'bundle';
  if (own === COSIGN_SIGNATURE) return 'signature';
  if (own === COSIGN_SBOM || is(isSbomType)) return 'sbom';
  return own === NOTATION ? 'notation' : 'other';
}

/** The layers of an attachment that are read: a bundle is one layer, and readers ignore others. */
export function layersOf(kind: AttachedKind, { layers }: ImageManifest): readonly Descriptor[] {
  return kind === 'bundle' ? layers.slice(0, 1) : layers;
}
