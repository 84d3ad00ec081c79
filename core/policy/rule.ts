import { PolicyError } from './error.js';
import type { FieldMatch, SignerField } from './types.js';

/** Longest regular expression a policy may hold: RE2 compiles in time linear in it. */
const LONGEST_REGEXP = 4096;
/** Most instructions it may compile to (counted repetitions multiply), and the longest value it is tried on. */
const LARGEST_PROGRAM = 2000;
const LONGEST_VALUE = 4096;

/** A demand for exactly this value: byte for byte, case included. */
export function exactly(field: SignerField, value: string): FieldMatch {
  return { field, kind: 'exact', pattern: value, test: (candidate) => candidate === value };
}

/**
 * A demand for a value that matches an RE2 expression (linear time, no look-around, no back-references). Loads the
 * engine only now.
 * @param anchored true: the whole value must match (policies); false: some part of it (the flags of gitsign and cosign,
 *   Go's `MatchString`)
 * @throws PolicyError POLICY_BAD_REGEXP
 */
export async function matching(field: SignerField, pattern: string, anchored: boolean): Promise<FieldMatch> {
  if (pattern.length > LONGEST_REGEXP)
    throw new PolicyError(
      'POLICY_BAD_REGEXP',
      `the regular expression for ${field} is longer than ${LONGEST_REGEXP} characters`,
    );
  const compiled = await compile(field, pattern);
  if (compiled.programSize() > LARGEST_PROGRAM)
    throw new PolicyError(
      'POLICY_BAD_REGEXP',
      `the regular expression for ${field} repeats too much: it would take too long to match`,
    );
  const matches = anchored
    ? (value: string) => compiled.matches(value)
    : (value: string) => compiled.matcher(value).find();
  const test = (value: string) => value.length <= LONGEST_VALUE && matches(value);
  return { field, kind: 'regexp', pattern, test };
}

async function compile(field: SignerField, pattern: string) {
  const { RE2JS } = await import('re2js');
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'not RE2 syntax';
    throw new PolicyError('POLICY_BAD_REGEXP', `the regular expression for ${field} cannot be used: ${why}`);
  }
}
