import type { CommandWords } from './words.js';

/** The completion script for bash 4 and newer: commands, actions, options, and values of options. */
export function bashScript(commands: readonly CommandWords[]): string {
  const cases = commands.map(({ name, actions, options }) => {
    const words = [...actions, ...options.map((option) => option.name)].join(' ');
    return `    ${name}) words='${words}' ;;`;
  });
  const values = commands.flatMap(({ name, options }) =>
    options.flatMap((option) => {
      const { takes } = option;
      if (takes === 'nothing') return [];
      const reply =
        takes === 'file'
          ? 'compgen -f -- "$current"'
          : takes === 'value'
            ? ':'
            : `compgen -W '${takes.join(' ')}' -- "$current"`;
      return [`    '${name} ${option.name}') mapfile -t COMPREPLY < <(${reply}); return ;;`];
    }),
  );
  return `# bash completion for waxseal
_waxseal() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} words
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W '${['help', ...commands.map(({ name }) => name)].join(' ')}' -- "$current")
    return
  fi
  case "$command $previous" in
${values.join('\n')}
  esac
  case "$command" in
    help) words='${commands.map(({ name }) => name).join(' ')}' ;;
${cases.join('\n')}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  [ "\${#COMPREPLY[@]}" -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$current")
}
complete -F _waxseal waxseal
`;
}
