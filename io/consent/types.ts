/** The identity in a token: subject and issuer. */
export interface PublishedIdentity {
  readonly subject: string;
  readonly issuer: string;
}

/** Whose identity a signature publishes. */
export interface Signatory {
  readonly identity: PublishedIdentity;
  /** Whether it belongs to a person, who is asked. */
  readonly isPerson: boolean;
}

/** What a signature makes public for ever, and on which servers. */
export interface Publication {
  readonly identity: PublishedIdentity;
  /** The certificate authority, which logs every certificate. */
  readonly fulcio: string;
  /** Every log that gets an entry. */
  readonly logs: readonly string[];
  /** The settings that name them, where a repository's own configuration chose them. */
  readonly chosenBy?: readonly string[];
}

/** The answer of a person; `nobody` if nobody can be asked. */
export type ConsentAnswer = 'agreed' | 'refused' | 'nobody';

/**
 * The way to ask a person: at the terminal, or in an editor. Standard input and output are never used, because they belong to git.
 */
export interface ConsentPort {
  ask(publication: Publication): Promise<ConsentAnswer>;
}

/** An agreement. Without an identity it is valid for everybody who signs in. */
export interface Agreement {
  readonly identity?: PublishedIdentity;
  readonly fulcio: string;
  readonly logs: readonly string[];
  /** Unix seconds. */
  readonly at: number;
}
