import type { CommandWords, OptionWords } from './words.js';

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function option(command: string, { name, takes }: OptionWords): string {
  const value =
    takes === 'nothing'
      ? ''
      : takes === 'file'
        ? ' -r -F'
        : takes === 'value'
          ? ' -x'
          : ` -x -a ${quoted(takes.join(' '))}`;
  return `complete -c waxseal -n '__fish_seen_subcommand_from ${command}' -l ${name.slice(2)}${value}`;
}

/** The completion script for fish 3. */
export function fishScript(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ name, summary, actions, options }) => [
    `complete -c waxseal -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ...actions.map(
      (action) => `complete -c waxseal -n '__fish_seen_subcommand_from ${name}' -f -a ${action}`,
    ),
    ...options.map((one) => option(name, one)),
  ]);
  return `# fish completion for waxseal\n${lines.join('\n')}\n`;
}
