import type { FulcioClaims, Signer } from '../certificate/types.js';

/** The fields of a signer that a rule can match. */
export type SignerField = 'issuer' | 'subject' | keyof FulcioClaims;

/** A match for one field of a signer. `test` must take time linear in its argument. */
export interface FieldMatch {
  readonly field: SignerField;
  readonly kind: 'exact' | 'regexp';
  /** As the author of the policy wrote it. */
  readonly pattern: string;
  /** Steps that a test takes for each character of the value; 0 when they are too few to count. */
  readonly size: number;
  readonly test: (value: string) => boolean;
}

/** A signer is meant by a rule when every match holds. A rule without matches means nobody. */
export interface SignerRule {
  readonly matches: readonly FieldMatch[];
}

/** Who may sign, parsed and ready to use. */
export interface SignerPolicy {
  /** Where it was read, for people: a file name, "the command line". */
  readonly source: string;
  readonly rules: readonly SignerRule[];
  /**
   * The decision on a signer that no rule names: `refused` when the list says who may sign here; `not-stated` when it only
   * says whom the user trusts (the user's own policy says nothing about others).
   */
  readonly otherwise: 'refused' | 'not-stated';
}

/** The fields of a signer that policies read. */
export type SignerFields = Pick<Signer, 'subject' | 'issuer' | 'claims' | 'scheme'>;
