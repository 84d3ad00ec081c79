/** One option of a command: what the parser needs (node:util, parseArgs), and its text in help and completion. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** The placeholder of the value, such as `URL` (`FILE` is completed as a file), or the list of words it may be. */
  readonly value?: string | readonly string[];
  /** What it does, without a full stop. */
  readonly help: string;
}

/** The options of a command by name, without the dashes. */
export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** A part of a help text: options that belong together. */
export interface HelpSection {
  /** The line above them, such as `Who may sign:`. */
  readonly title?: string;
  readonly options: readonly string[];
  /** Paragraphs below them. */
  readonly notes?: readonly string[];
}

/**
 * The description of a command. The parser, the help text and the shell completions are all made from it. It is plain data, so that
 * help loads no command.
 */
export interface CommandSpec {
  /** As it is typed: `verify`, or `policy check` where a command has several actions. */
  readonly name: string;
  /** Other names of the same command. */
  readonly aliases?: readonly string[];
  /** Its line in the overview: what it does, as a command (`show …`). */
  readonly summary: string;
  /** Its operands, as the usage line shows them: `[REV|RANGE|TAG ...]`. */
  readonly operands?: string;
  /** The words an operand may be, for completion. If absent, files are completed. */
  readonly operandWords?: readonly string[];
  /** Paragraphs between the usage and the options. */
  readonly about?: readonly string[];
  readonly options: OptionTable;
  /** The options in groups. If absent, all are in one group. */
  readonly sections?: readonly HelpSection[];
  /** Paragraphs after the options. */
  readonly notes?: readonly string[];
  /** What the exit statuses mean: `0 all hold, 1 at least one does not, 2 no answer`. */
  readonly statuses?: string;
}

/** The first word of a command's name. */
export function wordOf({ name }: CommandSpec): string {
  return name.split(' ', 1)[0] ?? name;
}

/** The action at the end of a name (`check` of `policy check`); undefined for a command that has none. */
export function actionOf({ name }: CommandSpec): string | undefined {
  return name.split(' ')[1];
}
