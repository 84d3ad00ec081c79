import { UsageError } from '../../errors.js';
import type { OptionTable } from '../../options/spec.js';

/** The spellings of Go's flag packages. */
const YES = ['true', 't', '1', 'TRUE', 'T', 'True'];
const NO = ['false', 'f', '0', 'FALSE', 'F', 'False'];

/** A command line without the values of options that are on or off, and those that were switched off. */
export interface PlainArguments {
  readonly argv: readonly string[];
  readonly off: ReadonlySet<string>;
}

/**
 * Reads `--name=true` and `--name=false` as cosign does: the parser of this program knows only `--name`. The last one counts.
 * @throws UsageError for another value
 */
export function plainBooleans(options: OptionTable, argv: readonly string[]): PlainArguments {
  const given = new Map<string, boolean>();
  const others: string[] = [];
  const end = argv.indexOf('--');
  const [before, after] = end < 0 ? [argv, []] : [argv.slice(0, end), argv.slice(end)];
  for (const word of before) {
    const [, name = '', value] = /^--([\w-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (!Object.hasOwn(options, name) || options[name]?.type !== 'boolean') others.push(word);
    else if (value === undefined || YES.includes(value)) given.set(name, true);
    else if (NO.includes(value)) given.set(name, false);
    else throw new UsageError(`--${name} is true or false`, `leave out what follows --${name}`);
  }
  const on = [...given].filter(([, value]) => value).map(([name]) => `--${name}`);
  const off = [...given].filter(([, value]) => !value).map(([name]) => name);
  return { argv: [...on, ...others, ...after], off: new Set(off) };
}
