import { der } from '../../../core/encoding/index.js';

/** The parts of a SignedData for tests. Each can be replaced. All are DER. */
export interface Pieces {
  readonly contentInfoType?: string;
  readonly version?: number;
  /** An OID in digestAlgorithms. */
  readonly digest?: string;
  readonly contentType?: string;
  readonly content?: Uint8Array;
  readonly certificates?: readonly Uint8Array[];
  readonly signers?: readonly Uint8Array[];
  readonly tail?: Uint8Array;
}

export const ID_DATA = '1.2.840.113549.1.7.1';
export const SHA256 = '2.16.840.1.101.3.4.2.1';

/** `[n] IMPLICIT` of a SET OF, in the order given. */
export function implicit(n: number, ...items: readonly Uint8Array[]): Uint8Array {
  return der.element(0xa0 | n, ...items);
}

export function attribute(oid: string, ...values: readonly Uint8Array[]): Uint8Array {
  return der.sequence(der.oid(oid), der.element(0x31, ...values));
}

export const CONTENT_TYPE = attribute('1.2.840.113549.1.9.3', der.oid(ID_DATA));
export const DIGEST = attribute('1.2.840.113549.1.9.4', der.octetString(new Uint8Array(32)));
export const SID = der.sequence(der.sequence(), der.integer(7));

/** A SignerInfo; `sid` includes its version. */
export function signerInfo(
  of: {
    version?: number;
    sid?: Uint8Array;
    digest?: string;
    signed?: readonly Uint8Array[];
    unsigned?: readonly Uint8Array[];
  } = {},
): Uint8Array {
  return der.sequence(
    der.integer(of.version ?? 1),
    of.sid ?? SID,
    der.sequence(der.oid(of.digest ?? SHA256)),
    implicit(0, ...(of.signed ?? [CONTENT_TYPE, DIGEST])),
    der.sequence(der.oid('1.2.840.10045.4.3.2')),
    der.octetString(Uint8Array.of(1)),
    of.unsigned ? implicit(1, ...of.unsigned) : new Uint8Array(),
  );
}

/** A ContentInfo with a SignedData. */
export function signedData(of: Pieces = {}): Uint8Array {
  const content = of.content ? der.explicit(0, of.content) : new Uint8Array();
  const data = der.sequence(
    der.integer(of.version ?? 1),
    der.element(0x31, der.sequence(der.oid(of.digest ?? SHA256))),
    der.sequence(der.oid(of.contentType ?? ID_DATA), content),
    of.certificates ? implicit(0, ...of.certificates) : new Uint8Array(),
    der.element(0x31, ...(of.signers ?? [signerInfo()])),
    of.tail ?? new Uint8Array(),
  );
  return der.sequence(der.oid(of.contentInfoType ?? '1.2.840.113549.1.7.2'), der.explicit(0, data));
}
