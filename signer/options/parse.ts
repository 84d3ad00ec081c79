import { parseArgs } from 'node:util';
import { UsageError } from '../errors.js';
import { type CommandSpec, type OptionTable, wordOf } from './spec.js';

type Parsed<T extends OptionTable> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>
>;

/**
 * The options and operands of a command (`--name value` and `--name=value`).
 * @throws UsageError for options the command does not have
 */
export function parseOptions<T extends OptionTable>(
  spec: CommandSpec & { readonly options: T },
  argv: readonly string[],
): Parsed<T> {
  const { options } = spec;
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('. ')[0] ?? '') : '';
    throw new UsageError(message, `see "waxseal help ${wordOf(spec)}"`);
  }
}

/**
 * Takes one of the words that an option allows.
 * @throws UsageError for any other word
 */
export function oneOf<const T extends string>(option: string, value: string, words: readonly T[]): T {
  const found = words.find((word) => word === value);
  if (found === undefined) throw new UsageError(`${option} must be one of: ${words.join(', ')}`);
  return found;
}
