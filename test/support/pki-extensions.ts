import { der, utf8 } from '../../core/encoding/index.js';

/** One encoded Extension. */
export type Extension = Uint8Array;

/** An extension with any OID and value (the content of extnValue). */
export function extension(oid: string, value: Uint8Array, critical = false): Extension {
  return der.sequence(der.oid(oid), ...(critical ? [der.boolean(true)] : []), der.octetString(value));
}

/** Critical BasicConstraints. */
export function basicConstraints(ca: boolean, pathLength?: number): Extension {
  const fields = [
    ...(ca ? [der.boolean(true)] : []),
    ...(pathLength === undefined ? [] : [der.integer(pathLength)]),
  ];
  return extension('2.5.29.19', der.sequence(...fields), true);
}

/** Critical KeyUsage with these named bits: 0 digitalSignature, 5 keyCertSign, 6 cRLSign. */
export function keyUsage(...bits: number[]): Extension {
  const octet = bits.reduce((value, bit) => value | (0x80 >> bit), 0);
  const unused = 7 - Math.max(...bits);
  return extension('2.5.29.15', der.element(0x03, Uint8Array.of(unused, octet)), true);
}

export const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
export const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

/** ExtendedKeyUsage with these purposes (OIDs). */
export function extendedKeyUsage(purposes: readonly string[], critical = false): Extension {
  return extension('2.5.29.37', der.sequence(...purposes.map(der.oid)), critical);
}

// GeneralNames for `subjectAltName`.
export const email = (text: string): Uint8Array => der.element(0x81, utf8(text));
export const dns = (text: string): Uint8Array => der.element(0x82, utf8(text));
export const uri = (text: string): Uint8Array => der.element(0x86, utf8(text));
export const otherName = (oid: string, text: string): Uint8Array =>
  der.explicit(0, der.oid(oid), der.explicit(0, der.utf8String(text)));

/** Critical SubjectAltName, as Fulcio writes it next to an empty subject. */
export function subjectAltName(...names: readonly Uint8Array[]): Extension {
  return extension('2.5.29.17', der.sequence(...names), true);
}

/** Critical NameConstraints (RFC 5280 section 4.2.1.10) of GeneralNames. */
export function nameConstraints(names: {
  readonly permitted?: readonly Uint8Array[];
  readonly excluded?: readonly Uint8Array[];
}): Extension {
  const subtrees = (tag: number, list: readonly Uint8Array[] = []) =>
    list.length > 0 ? [der.explicit(tag, ...list.map((base) => der.sequence(base)))] : [];
  const value = der.sequence(...subtrees(0, names.permitted), ...subtrees(1, names.excluded));
  return extension('2.5.29.30', value, true);
}

/** SubjectKeyIdentifier. */
export function subjectKeyId(id: Uint8Array): Extension {
  return extension('2.5.29.14', der.octetString(id));
}

/** AuthorityKeyIdentifier with a keyIdentifier only. */
export function authorityKeyId(id: Uint8Array): Extension {
  return extension('2.5.29.35', der.sequence(der.element(0x80, id)));
}

/** Fulcio's extension 1.3.6.1.4.1.57264.1.`number`, raw up to 7 and DER UTF8String from 8 on. */
export function fulcio(number: number, text: string): Extension {
  return extension(`1.3.6.1.4.1.57264.1.${number}`, number < 8 ? utf8(text) : der.utf8String(text));
}
