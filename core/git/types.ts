/** git's object formats. */
export type ObjectFormat = 'sha1' | 'sha256';

/** The types of git's objects. */
export type ObjectType = 'commit' | 'tag' | 'tree' | 'blob';

/** The kind of a signature, by its armor; `unknown` is a header or block that this program does not know. */
export type ArmorKind = 'cms' | 'ssh' | 'openpgp' | 'unknown';

/** The signature found in an object: its armored text as git hands it to a verifier, byte-exact. */
export interface ArmoredSignature {
  readonly kind: ArmorKind;
  readonly armor: Uint8Array;
}

/** A commit or tag split into what was signed and the signature over it. */
export interface SplitObject {
  readonly type: 'commit' | 'tag';
  /** The bytes the signature covers, exactly as git gives them to a verifier. */
  readonly payload: Uint8Array;
  readonly signature?: ArmoredSignature;
}
