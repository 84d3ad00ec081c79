/** Who an identity token says it is for, and where. */
export interface PublishedIdentity {
  readonly subject: string;
  readonly issuer: string;
}

/** What a signature makes public for ever, and through which servers. */
export interface Publication {
  readonly identity: PublishedIdentity;
  /** The certificate authority, which logs every certificate. */
  readonly fulcio: string;
  /** Every log that gets an entry. */
  readonly logs: readonly string[];
}

/** What a person said; `nobody`: there is nobody to be asked. */
export type ConsentAnswer = 'agreed' | 'refused' | 'nobody';

/**
 * How a person is asked: at the terminal, or in an editor, which is a client of the agent and answers its `consent` message.
 * Never through standard input or output: they belong to git.
 */
export interface ConsentPort {
  ask(publication: Publication): Promise<ConsentAnswer>;
}

/** An agreement. Without an identity it holds for whoever signs in. */
export interface Agreement {
  readonly identity?: PublishedIdentity;
  readonly fulcio: string;
  readonly logs: readonly string[];
  /** Unix seconds. */
  readonly at: number;
}
