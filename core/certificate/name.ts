import { type DerElement, derOid, derText, EncodingError, readDer, TAG, toHex } from '../encoding/index.js';

const TYPES: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'STREET'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
]);

/**
 * RFC 4514 text of a DER Name, most specific first: `CN=sigstore-intermediate,O=sigstore.dev`; '' for the empty name. Control
 * characters stay as they are: whoever shows the text must make it harmless.
 * @throws EncodingError
 */
export function nameText(name: Uint8Array): string {
  const parts: string[] = [];
  const rdns = readDer(name, TAG.sequence, 'Name');
  while (!rdns.done) {
    const rdn = rdns.enter(TAG.set, 'RelativeDistinguishedName');
    const attributes: string[] = [];
    do {
      const fields = rdn.enter(TAG.sequence, 'AttributeTypeAndValue');
      const oid = derOid(fields.expect(TAG.oid, 'attribute type'));
      attributes.push(attributeText(oid, fields.any()));
      fields.end('AttributeTypeAndValue');
    } while (!rdn.done);
    parts.unshift(attributes.join('+'));
  }
  return parts.join(',');
}

// Section 2.4: a type without a short name, or a value that is not text, is shown as the hex of its encoding.
function attributeText(oid: string, value: DerElement): string {
  const type = TYPES.get(oid);
  const text = type === undefined ? undefined : readableText(value);
  return text === undefined ? `${type ?? oid}=#${toHex(value.raw)}` : `${type}=${escapeText(text)}`;
}

/** The text of an attribute's value (RFC 5280 section 4.1.2.4); undefined when this program cannot read it. */
export function readableText(value: DerElement): string | undefined {
  try {
    return derText(value);
  } catch (error) {
    if (error instanceof EncodingError) return undefined;
    throw error;
  }
}

function escapeText(text: string): string {
  return text.replace(/^[ #]|[",+;<>\\]| $/g, '\\$&').replaceAll('\0', '\\00');
}
