import type { CommandSpec, HelpSection, OptionSpec } from '../../options/spec.js';

const WIDTH = 120;
const MOST_IN_USAGE = 6;
const WIDEST_NAME = 28;

function wrapped(words: readonly string[], indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && indent.length + longer.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].join(`\n${indent}`);
}

function paragraph(text: string): string {
  return `${wrapped(text.split(' '), '')}\n`;
}

function placeholderOf({ value, type }: OptionSpec): string {
  if (type === 'boolean') return '';
  return ` ${typeof value === 'object' ? value.join('|') : (value ?? 'VALUE')}`;
}

function nameOf(name: string, option: OptionSpec): string {
  const short = option.short === undefined ? '' : `-${option.short}, `;
  return `${short}--${name}${placeholderOf(option)}`;
}

/**
 * `waxseal verify [REV ...] [--all] …`, or `[OPTIONS]` where there are too many for a line. What is passed on (`[-- OPTIONS]`) comes
 * last: nothing after it is an option of this command.
 */
function usageOf({ name, operands = '', options }: CommandSpec, start: string): string {
  const entries = Object.entries(options);
  const words =
    entries.length > MOST_IN_USAGE
      ? ['[OPTIONS]']
      : entries.map(([option, spec]) => `[--${option}${placeholderOf(spec)}]`);
  const [own = '', passedOn] = operands.split(/ (?=\[-- )/);
  const all = [...(own === '' ? [] : [own]), ...words, ...(passedOn === undefined ? [] : [passedOn])];
  const command = `${start}waxseal ${name}`;
  return all.length === 0 ? command : `${command} ${wrapped(all, ' '.repeat(command.length + 1))}`;
}

function sectionText({ title, options, notes = [] }: HelpSection, spec: CommandSpec, width: number): string {
  const rows = options.map((name) => {
    const option = spec.options[name];
    if (!option) throw new Error(`${spec.name} has no option --${name}`);
    const head = `  ${nameOf(name, option)}`;
    const indent = ' '.repeat(width);
    const text = wrapped(option.help.split(' '), indent);
    return head.length + 2 <= width ? `${head.padEnd(width)}${text}` : `${head}\n${indent}${text}`;
  });
  return [
    ...(title === undefined ? [] : [paragraph(title)]),
    ...rows.map((row) => `${row}\n`),
    ...notes.map(paragraph),
  ].join('');
}

function bodyOf(spec: CommandSpec): string {
  const names = Object.keys(spec.options);
  const sections = spec.sections ?? (names.length > 0 ? [{ options: names }] : []);
  const widths = Object.entries(spec.options).map(([name, option]) => nameOf(name, option).length + 4);
  const width = Math.min(WIDEST_NAME, Math.max(0, ...widths));
  const statuses = spec.statuses === undefined ? [] : [`Exit status: ${spec.statuses}.`];
  return [
    ...(spec.about ?? []).map(paragraph),
    ...sections.map((section) => sectionText(section, spec, width)),
    ...(spec.notes ?? []).map(paragraph),
    ...statuses.map(paragraph),
  ].join('\n');
}

/**
 * What `waxseal help COMMAND` says: the usage, summary and options of the command, or of each of its actions.
 * @param specs the command, or its actions
 */
export function helpOf(specs: readonly CommandSpec[]): string {
  const usage = specs.map((spec, i) => `${usageOf(spec, i === 0 ? 'usage: ' : '       ')}\n`);
  const bodies = specs.map((spec) =>
    [paragraph(`waxseal ${spec.name}: ${spec.summary}`), bodyOf(spec)]
      .filter((part) => part !== '')
      .join('\n'),
  );
  return [usage.join(''), ...bodies].join('\n');
}

/** What `waxseal help` lists: a line for each command, with its summary. */
export function overviewOf(specs: readonly CommandSpec[]): string {
  const heads = specs.map(
    ({ name, operands }) => `  waxseal ${name}${operands === undefined ? '' : ` ${operands}`}  `,
  );
  const width = Math.max(...heads.map((head) => head.length));
  return specs.map(({ summary }, i) => `${(heads[i] ?? '').padEnd(width)}${summary}\n`).join('');
}
