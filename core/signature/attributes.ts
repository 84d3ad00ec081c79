import { type DerElement, type DerReader, derOid, TAG } from '../encoding/index.js';
import { CmsError } from './error.js';

/** An attribute with its values, in the order received. */
export interface CmsAttribute {
  readonly oid: string;
  readonly values: readonly DerElement[];
}

const MAX_ATTRIBUTES = 32;
const MAX_VALUES = 16;

/**
 * The attributes in a SET OF Attribute (RFC 5652 section 5.3), each type once, in the order received. The signature covers
 * this order, sorted or not. At most 32 attributes of 16 values.
 * @throws CmsError CMS_ATTRIBUTE_DUPLICATE, CMS_MALFORMED; EncodingError
 */
export function readAttributes(set: DerReader): CmsAttribute[] {
  const attributes: CmsAttribute[] = [];
  const seen = new Set<string>();
  while (!set.done) {
    const attribute = set.enter(TAG.sequence, 'an attribute');
    const oid = derOid(attribute.expect(TAG.oid, 'an attribute type'));
    const container = attribute.enter(TAG.set, 'the values of an attribute');
    attribute.end('an attribute');
    if (seen.has(oid)) throw new CmsError('CMS_ATTRIBUTE_DUPLICATE', `attribute ${oid} is there twice`);
    seen.add(oid);
    const values: DerElement[] = [];
    while (!container.done && values.length <= MAX_VALUES) values.push(container.any());
    if (values.length === 0) throw new CmsError('CMS_MALFORMED', `attribute ${oid} has no value`);
    if (values.length > MAX_VALUES || attributes.length === MAX_ATTRIBUTES)
      throw new CmsError('CMS_MALFORMED', 'there are too many attributes or values of one');
    attributes.push({ oid, values });
  }
  return attributes;
}

/**
 * The one value of an attribute that must have exactly one (RFC 5652 section 11), or undefined without the attribute.
 * @throws CmsError CMS_MALFORMED for several values or another ASN.1 type
 */
export function singleValue(
  attributes: readonly CmsAttribute[],
  oid: string,
  tags: readonly number[],
): DerElement | undefined {
  const values = attributes.find((attribute) => attribute.oid === oid)?.values;
  if (!values) return undefined;
  const [value, second] = values;
  if (!value || second || !tags.includes(value.tag))
    throw new CmsError('CMS_MALFORMED', `attribute ${oid} does not have one value of its type`);
  return value;
}
