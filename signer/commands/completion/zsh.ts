import type { CommandWords, OptionWords } from './words.js';

/** Quotes a text so that the shell, `_arguments` and `_describe` see no special character in it. */
function quoted(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "'\\''")
    .replaceAll(':', '\\:')
    .replaceAll('[', '\\[')
    .replaceAll(']', '\\]');
}

function argument({ name, takes }: OptionWords): string {
  if (takes === 'nothing') return `'${name}'`;
  if (takes === 'file') return `'${name}=:file:_files'`;
  return takes === 'value' ? `'${name}=:value: '` : `'${name}=:value:(${takes.join(' ')})'`;
}

/** The completion script for zsh, to be sourced after compinit. */
export function zshScript(commands: readonly CommandWords[]): string {
  const list = commands.map(({ name, summary }) => `    '${name}:${quoted(summary)}'`);
  const cases = commands.map(({ name, actions, options }) => {
    const first = actions.length > 0 ? [`'1:action:(${actions.join(' ')})'`] : [];
    return `    ${name}) _arguments ${[...first, ...options.map(argument), "'*:file:_files'"].join(' ')} ;;`;
  });
  return `#compdef waxseal
_waxseal() {
  local -a commands
  commands=(
    'help:what a command does'
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  local command=\${words[2]}
  shift words
  (( CURRENT-- ))
  case $command in
    help) _describe 'command' commands ;;
${cases.join('\n')}
  esac
}
compdef _waxseal waxseal
`;
}
