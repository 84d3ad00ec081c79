import type { FulcioClaims, Signer } from '../certificate/types.js';

/** What of a signer a rule can ask for. */
export type SignerField = 'issuer' | 'subject' | keyof FulcioClaims;

/** One demand on one field of a signer. `test` must take time linear in its argument. */
export interface FieldMatch {
  readonly field: SignerField;
  readonly kind: 'exact' | 'regexp';
  /** As the author of the policy wrote it. */
  readonly pattern: string;
  /** Steps a test takes for each character of the value; 0 where it takes none that count. */
  readonly size: number;
  readonly test: (value: string) => boolean;
}

/** A signer is meant by a rule when every match holds. A rule without matches means nobody. */
export interface SignerRule {
  readonly matches: readonly FieldMatch[];
}

/** Who may sign, ready to be asked. */
export interface SignerPolicy {
  /** Where it was read, for people: a file name, "the command line". */
  readonly source: string;
  readonly rules: readonly SignerRule[];
  /**
   * What a signer gets whom no rule names: `refused` where the list is who may sign here, `not-stated` where it is only
   * whom the user trusts (the user's own policy says nothing about others).
   */
  readonly otherwise: 'refused' | 'not-stated';
}

/** The fields of a signer that policies read. */
export type SignerFields = Pick<Signer, 'subject' | 'issuer' | 'claims' | 'scheme'>;
