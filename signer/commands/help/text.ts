import type { CommandSpec, HelpSection, OptionSpec } from '../../options/spec.js';

const WIDTH = 120;
const MOST_IN_USAGE = 6;
const WIDEST_NAME = 28;

function wrapped(text: string, indent: string, width = WIDTH): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && indent.length + longer.length > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].join(`\n${indent}`);
}

function placeholderOf({ value, type }: OptionSpec): string {
  if (type === 'boolean') return '';
  return ` ${typeof value === 'object' ? value.join('|') : (value ?? 'VALUE')}`;
}

function nameOf(name: string, option: OptionSpec): string {
  const short = option.short === undefined ? '' : `-${option.short}, `;
  return `${short}--${name}${placeholderOf(option)}`;
}

/** `waxseal verify [REV ...] [--all] …`: one line, or `[OPTIONS]` where there are too many for it. */
function usageOf({ name, operands, options }: CommandSpec): string {
  const entries = Object.entries(options);
  const words =
    entries.length > MOST_IN_USAGE
      ? ['[OPTIONS]']
      : entries.map(([option, spec]) => `[--${option}${placeholderOf(spec)}]`);
  return ['waxseal', name, ...(operands === undefined ? [] : [operands]), ...words].join(' ');
}

function sectionText({ title, options, notes = [] }: HelpSection, spec: CommandSpec, width: number): string {
  const rows = options.map((name) => {
    const option = spec.options[name];
    if (!option) throw new Error(`${spec.name} has no option --${name}`);
    const head = `  ${nameOf(name, option)}`;
    const indent = ' '.repeat(width);
    const text = wrapped(option.help, indent);
    return head.length + 2 <= width ? `${head.padEnd(width)}${text}` : `${head}\n${indent}${text}`;
  });
  return [...(title === undefined ? [] : [title]), ...rows, ...notes.map((note) => wrapped(note, ''))]
    .map((line) => `${line}\n`)
    .join('');
}

function bodyOf(spec: CommandSpec): string {
  const names = Object.keys(spec.options);
  const sections = spec.sections ?? (names.length > 0 ? [{ options: names }] : []);
  const widths = Object.entries(spec.options).map(([name, option]) => nameOf(name, option).length + 4);
  const width = Math.min(WIDEST_NAME, Math.max(0, ...widths));
  const statuses = spec.statuses === undefined ? [] : [`Exit status: ${spec.statuses}.`];
  const paragraph = (text: string) => `${wrapped(text, '')}\n`;
  return [
    ...(spec.about ?? []).map(paragraph),
    ...sections.map((section) => sectionText(section, spec, width)),
    ...(spec.notes ?? []).map(paragraph),
    ...statuses.map(paragraph),
  ].join('\n');
}

/**
 * What `waxseal help COMMAND` says: the usage of the command, or of every action it has, and every option.
 * @param specs the command, or its actions
 */
export function helpOf(specs: readonly CommandSpec[]): string {
  const usage = specs.map(
    (spec, i) => `${i === 0 ? 'usage: ' : '       '}${wrapped(usageOf(spec), ' '.repeat(9))}\n`,
  );
  const bodies = specs.map((spec) => {
    const body = bodyOf(spec);
    if (specs.length === 1 || body === '') return body;
    return `waxseal ${spec.name}: ${spec.summary}\n${body}`;
  });
  return [usage.join(''), ...bodies.filter((body) => body !== '')].join('\n');
}

/** One line a command, with its summary, as `waxseal help` lists them. */
export function overviewOf(specs: readonly CommandSpec[]): string {
  const heads = specs.map(
    ({ name, operands }) => `waxseal ${name}${operands === undefined ? '' : ` ${operands}`}`,
  );
  const width = Math.min(48, Math.max(...heads.map((head) => head.length))) + 2;
  return specs
    .map(({ summary }, i) => {
      const head = `  ${heads[i] ?? ''}`;
      const line =
        head.length + 2 <= width + 2 ? head.padEnd(width + 2) : `${head}\n${' '.repeat(width + 2)}`;
      return `${line}${summary}\n`;
    })
    .join('');
}
