import { actionOf, type CommandSpec, type OptionSpec, wordOf } from '../../options/spec.js';
import { SPECS } from '../specs.js';

/** The words that can follow a command's name. */
export interface CommandWords {
  readonly name: string;
  readonly summary: string;
  /** Actions such as `show` and `update`, one of which must come first. */
  readonly actions: readonly string[];
  /** With their dashes. */
  readonly options: readonly OptionWords[];
}

/** An option and the kind of its value. */
export interface OptionWords {
  readonly name: string;
  readonly takes: 'nothing' | 'value' | 'file' | readonly string[];
}

/** The words of every command, from its description: so parser, help and completion cannot differ. */
export function commandWords(): CommandWords[] {
  const names = [...new Set(SPECS.map(wordOf))];
  const commands = names.map((name) =>
    wordsOf(
      name,
      SPECS.filter((spec) => wordOf(spec) === name),
    ),
  );
  const aliases = SPECS.flatMap((spec) =>
    (spec.aliases ?? []).map((alias) => ({
      ...wordsOf(alias, [spec]),
      summary: `the same as ${spec.name}`,
    })),
  );
  return [...commands, ...aliases];
}

function wordsOf(name: string, specs: readonly CommandSpec[]): CommandWords {
  const [first] = specs;
  const options = new Map(specs.flatMap((spec) => Object.entries(spec.options)));
  const words = specs.flatMap((spec) => actionOf(spec) ?? spec.operandWords ?? []);
  return {
    name,
    summary: first?.summary ?? '',
    actions: words,
    options: [...options]
      .map(([option, spec]) => ({ name: `--${option}`, takes: takenBy(spec) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function takenBy({ type, value }: OptionSpec): OptionWords['takes'] {
  if (type === 'boolean') return 'nothing';
  if (typeof value === 'object') return value;
  return value?.startsWith('FILE') ? 'file' : 'value';
}
