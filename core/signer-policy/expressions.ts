import type { PolicyError } from './error.js';
import { classWork, expressionSize } from './expression-size.js';
import { policyFault } from './fault.js';

/** Longest regular expression a policy may hold. */
const LONGEST_REGEXP = 4096;
/** The most instructions that one expression may compile to: counted repetitions multiply. */
const LARGEST_PROGRAM = 2000;
/**
 * The most instructions of all expressions of a policy together: about 50 MB and a second. An expression for a workflow takes
 * about 70.
 */
const LARGEST_SUM = 100_000;

/** An expression that was compiled. */
export interface Expression {
  readonly size: number;
  /** Whether the whole value matches. */
  readonly whole: (value: string) => boolean;
  /** Whether some part of it does. */
  readonly part: (value: string) => boolean;
}

/**
 * The RE2 expressions of one policy (linear time, no look-around, no back-references). Each expression is compiled once,
 * however often it is used, and all together stay within a limit. The engine is loaded only when it is needed.
 */
export class Expressions {
  readonly #compiled = new Map<string, Expression>();
  #sum = 0;

  /**
   * @param field what to call it in messages
   * @throws PolicyError POLICY_BAD_REGEXP, or POLICY_TOO_LARGE when all expressions together are too large
   */
  async compile(field: string, pattern: string): Promise<Expression> {
    const known = this.#compiled.get(pattern);
    if (known) return known;
    if (pattern.length > LONGEST_REGEXP)
      throw await policyFault('POLICY_BAD_REGEXP', 'long', { field, most: LONGEST_REGEXP });
    // Before anything is compiled: one expression of 4096 characters can take a second and 200 MB.
    const size = expressionSize(pattern);
    if (size > LARGEST_PROGRAM * 4) throw await tooLarge(field);
    this.#sum += size + classWork(pattern);
    if (this.#sum > LARGEST_SUM)
      throw await policyFault('POLICY_TOO_LARGE', 'expressions', { field, most: LARGEST_SUM });
    const { RE2JS } = await import('re2js');
    const compiled = await (async () => {
      try {
        return RE2JS.compile(pattern);
      } catch (error) {
        const why = error instanceof Error ? error.message : 'not RE2 syntax';
        throw await policyFault('POLICY_BAD_REGEXP', 'syntax', { field, why });
      }
    })();
    if (compiled.programSize() > LARGEST_PROGRAM) throw await tooLarge(field);
    const expression = {
      size: compiled.programSize(),
      whole: (value: string) => compiled.matches(value),
      part: (value: string) => compiled.matcher(value).find(),
    };
    this.#compiled.set(pattern, expression);
    return expression;
  }
}

function tooLarge(field: string): Promise<PolicyError> {
  return policyFault('POLICY_BAD_REGEXP', 'repeats', { field });
}
