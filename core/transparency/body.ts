/** What a hashedrekord entry states. */
export interface HashedRekord {
  readonly version: '0.0.1' | '0.0.2';
  /** SHA-256 of what was signed. */
  readonly digest: Uint8Array;
  readonly signature: Uint8Array;
  /** The signer's certificate. */
  readonly certificateDer: Uint8Array;
}

/** What an entry's canonical body says; one member per kind, so that others can join. */
export type EntryBody = {
  readonly kind: 'hashedrekord';
  readonly version: '0.0.1' | '0.0.2';
  readonly digestAlgorithm: 'sha256' | 'sha384' | 'sha512';
  readonly digest: Uint8Array;
  readonly signature: Uint8Array;
  /** DER of the certificate; undefined when the entry names a bare public key. */
  readonly certificate?: Uint8Array;
};

/** The canonical body Rekor stores (RFC 8785 JSON) for a P-256 signature over a SHA-256 digest. */
export function hashedRekordBody(_of: HashedRekord): Uint8Array {
  throw new Error('not yet');
}

/**
 * What a canonical body says.
 * @throws TransparencyError LOG_ENTRY_MALFORMED, LOG_ENTRY_KIND_UNSUPPORTED
 */
export function parseBody(_body: Uint8Array): EntryBody {
  throw new Error('not yet');
}
