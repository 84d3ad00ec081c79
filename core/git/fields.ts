/** A person line: `Name <email> SECONDS ZONE`. Text is the bytes as UTF-8, or ISO 8859-1 where they are not; not yet harmless to print. */
export interface Ident {
  readonly name: string;
  readonly email: string;
  /** Unix seconds, as claimed. */
  readonly time: number;
  /** `+0100`. */
  readonly zone: string;
}

/** The fields of a commit that people are shown. */
export interface CommitFields {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Ident;
  readonly committer: Ident;
  readonly message: string;
}

/** The fields of an annotated tag that people are shown. `message` is without the signature. */
export interface TagFields {
  readonly object: string;
  readonly targetType: string;
  readonly name: string;
  readonly tagger?: Ident;
  readonly message: string;
}

/**
 * Basic fields of a raw commit.
 * @throws GitObjectError OBJECT_MALFORMED
 */
export function parseCommit(_raw: Uint8Array): CommitFields {
  throw new Error('not yet');
}

/**
 * Basic fields of a raw annotated tag.
 * @throws GitObjectError OBJECT_MALFORMED
 */
export function parseTag(_raw: Uint8Array): TagFields {
  throw new Error('not yet');
}
