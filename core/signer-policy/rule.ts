import type { Expressions } from './expressions.js';
import type { FieldMatch, SignerField } from './types.js';

/** The longest value that an expression is matched against. */
const LONGEST_VALUE = 4096;

/** A match for exactly this value: byte for byte, case matters. */
export function exactly(field: SignerField, value: string): FieldMatch {
  return { field, kind: 'exact', pattern: value, size: 0, test: (candidate) => candidate === value };
}

/**
 * A match for a value that matches an RE2 expression (linear time, no look-around, no back-references).
 * @param anchored true: the whole value must match (policies); false: some part of it (the flags of gitsign and cosign, Go's
 * `MatchString`)
 * @param expressions the expressions of the same policy
 * @throws PolicyError POLICY_BAD_REGEXP, POLICY_TOO_LARGE
 */
export async function matching(
  field: SignerField,
  pattern: string,
  anchored: boolean,
  expressions: Expressions,
): Promise<FieldMatch> {
  const { size, whole, part } = await expressions.compile(field, pattern);
  const matches = anchored ? whole : part;
  const test = (value: string) => value.length <= LONGEST_VALUE && matches(value);
  return { field, kind: 'regexp', pattern, size, test };
}
