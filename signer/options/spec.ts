/** One option of a command: what the parser needs (node:util, parseArgs), and what help and completion say of it. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** What stands for the value: a word such as `FILE` (completed as a file), `URL`, or the words it may be. */
  readonly value?: string | readonly string[];
  /** What it does, as a part of a sentence without a full stop. */
  readonly help: string;
}

/** The options of a command by name, without their dashes. */
export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** A part of a help text: options that belong together. */
export interface HelpSection {
  /** Said before them, such as `Who may sign:`. */
  readonly title?: string;
  readonly options: readonly string[];
  /** Said after them. */
  readonly notes?: readonly string[];
}

/**
 * What a command is called, takes and says of itself: parser, help and shell completions are made of this one description. It is
 * plain data, so that help loads no command.
 */
export interface CommandSpec {
  /** As it is typed: `verify`, or `policy check` for one action of a command that has several. */
  readonly name: string;
  /** Other names of the same command. */
  readonly aliases?: readonly string[];
  /** One line of the overview. */
  readonly summary: string;
  /** What is named besides options: `[REV|RANGE|TAG ...]`. */
  readonly operands?: string;
  /** The words an operand may be, for completion; files where it is left out. */
  readonly operandWords?: readonly string[];
  /** Paragraphs between the usage and the options. */
  readonly about?: readonly string[];
  readonly options: OptionTable;
  /** The options in groups; all in one group where it is left out. */
  readonly sections?: readonly HelpSection[];
  /** Paragraphs after the options. */
  readonly notes?: readonly string[];
  /** What the exit statuses mean: `0 all hold, 1 at least one does not, 2 no answer`. */
  readonly statuses?: string;
}

/** The first word of a command's name, by which it is asked for. */
export function wordOf({ name }: CommandSpec): string {
  return name.split(' ', 1)[0] ?? name;
}

/** The action a name ends with (`check` of `policy check`); undefined for a command that has none. */
export function actionOf({ name }: CommandSpec): string | undefined {
  return name.split(' ')[1];
}
