import { type Descriptor, type ImageIndex, printPlatform } from '../manifest/index.js';
import { type ImageDigest, isDigest } from '../reference/index.js';

// BuildKit docs/attestations/attestation-storage.md: attestations are manifests of the index, for a platform that no machine has.
const TYPE = 'vnd.docker.reference.type';
const OF = 'vnd.docker.reference.digest';
const PREDICATE = 'in-toto.io/predicate-type';
const ATTESTATION = 'attestation-manifest';

/** A manifest in an index that holds attestations about another manifest of it. Nobody signed them on their own. */
export interface InIndexAttestations {
  readonly descriptor: Descriptor;
  /** The manifest of the index that they are about; undefined where they name none that is in it. */
  readonly of?: ImageDigest;
}

function isAttestations({ annotations }: Descriptor): boolean {
  return annotations[TYPE] === ATTESTATION;
}

/** The images of an index: every manifest that does not hold attestations about another one. */
export function imagesIn({ manifests }: ImageIndex): readonly Descriptor[] {
  return manifests.filter((descriptor) => !isAttestations(descriptor));
}

/** The attestations that BuildKit put into an index. */
export function attestationsIn(index: ImageIndex): readonly InIndexAttestations[] {
  const images = new Set(imagesIn(index).map(({ digest }) => digest));
  return index.manifests.filter(isAttestations).map((descriptor) => {
    const of = descriptor.annotations[OF] ?? '';
    return { descriptor, ...(isDigest(of) && images.has(of) && { of }) };
  });
}

/** The predicate type that the layer of such a manifest says it has; '' where it says none. */
export function statedPredicateType({ annotations }: Descriptor): string {
  return annotations[PREDICATE] ?? '';
}

/** What an image of an index is called: its platform, or its digest where no platform is stated. */
export function platformName({ platform, digest }: Descriptor): string {
  return platform && platform.os !== '' ? printPlatform(platform) : digest;
}
