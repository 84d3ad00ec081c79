import { concatBytes, contextTag, DerReader, der, TAG } from '../../core/encoding/index.js';

/** The parts to replace in a CMS signature. */
export interface Replaced {
  /** The certificates of the bag, each in DER, in this order. */
  readonly certificates?: readonly Uint8Array[];
  /** Encoded attributes added to the unsigned ones. */
  readonly unsigned?: readonly Uint8Array[];
}

/** One encoded Attribute. */
export function cmsAttribute(oid: string, ...values: readonly Uint8Array[]): Uint8Array {
  return der.sequence(der.oid(oid), der.setOf(...values));
}

/** The same CMS signature (DER) with another bag or more unsigned attributes. No signature covers these. */
export function rebuildCms(cms: Uint8Array, { certificates, unsigned = [] }: Replaced): Uint8Array {
  const info = new DerReader(cms).enter(TAG.sequence, 'ContentInfo');
  const type = info.any().raw;
  const data = info.enter(contextTag(0, true), 'content').enter(TAG.sequence, 'SignedData');
  const [version, digests, content] = [data.any().raw, data.any().raw, data.any().raw];
  const bag = data.any().raw;
  const signer = data.enter(TAG.set, 'signerInfos').enter(TAG.sequence, 'SignerInfo');
  const fields: Uint8Array[] = [];
  while (!signer.done && signer.nextTag !== contextTag(1, true)) fields.push(signer.any().raw);
  const present = signer.optional(contextTag(1, true));
  const attributes = concatBytes(present?.content ?? new Uint8Array(), ...unsigned);
  const tail = attributes.length > 0 ? [der.element(contextTag(1, true), attributes)] : [];
  const signedData = der.sequence(
    version,
    digests,
    content,
    certificates ? der.explicit(0, ...certificates) : bag,
    der.element(TAG.set, der.sequence(...fields, ...tail)),
  );
  return der.sequence(type, der.explicit(0, signedData));
}
