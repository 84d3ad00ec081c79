import type { RepositoryChoice } from '../config/index.js';

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
  /** What a repository's own configuration chose about them. */
  readonly chosen: readonly RepositoryChoice[];
}

/** The answer of a person; `nobody` if nobody can be asked. */
export type ConsentAnswer = 'agreed' | 'refused' | 'nobody';

/**
 * The way to ask a person: at the terminal, or in an editor. Standard input and output are never used, because they belong to git.
 */
export interface ConsentPort {
  ask(question: Question): Promise<ConsentAnswer>;
}

/** An agreement. Without an identity it is valid for everybody who signs in. */
export interface Agreement {
  readonly identity?: PublishedIdentity;
  readonly fulcio: string;
  readonly logs: readonly string[];
  /** Unix seconds. */
  readonly at: number;
}

/** The name and address that git writes into an object. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** An e-mail identity that is about to sign what a committer with another address made. */
export interface CommitterMismatch {
  readonly identity: PublishedIdentity;
  readonly committer: Person;
  /** In what the two addresses differ, as words. */
  readonly difference: string;
}

/** What a person can be asked. */
export type Question = Publication | CommitterMismatch;
