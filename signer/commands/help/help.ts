import { nearest } from '../../../core/repository-policy/suggest.js';
import { UsageError } from '../../errors.js';
import { type CommandSpec, wordOf } from '../../options/spec.js';
import { SPECS } from '../specs.js';
import { helpOf, overviewOf } from './text.js';

/** What `waxseal help` says: a line for each command. */
export function overview(): string {
  return `waxseal signs git commits and tags with your OpenID Connect identity, and checks who really signed what.

${overviewOf(SPECS)}  waxseal --version

"waxseal help COMMAND" or "waxseal COMMAND --help" shows the options of a command.
git itself calls waxseal with other arguments (gpg.x509.program).
`;
}

/** The first words of all commands, each once, and their aliases. */
export function commandNames(): string[] {
  return [...new Set(SPECS.flatMap((spec) => [wordOf(spec), ...(spec.aliases ?? [])]))];
}

/** The description of a command, or of each of its actions; an empty list for an unknown name. */
export function specsOf(name: string): CommandSpec[] {
  return SPECS.filter((spec) => wordOf(spec) === name || spec.aliases?.includes(name));
}

/** The help for a command, or the overview. @throws UsageError for an unknown command */
export function helpText(topic: string | undefined): string {
  if (topic === undefined) return overview();
  const specs = specsOf(topic);
  if (specs.length === 0) throw unknownCommand(topic);
  return helpOf(specs);
}

/** gitsign's commands that have another name here, or none. */
const GITSIGNS: Readonly<Record<string, string>> = {
  initialize: 'gitsign’s initialize is "waxseal setup --instance MIRROR --instance-root root.json"',
  attest: 'gitsign’s attest is not supported yet',
};

/** The error for an unknown command, with the command that may have been meant. */
export function unknownCommand(name: string): UsageError {
  const near = nearest(name, commandNames());
  const hint = Object.hasOwn(GITSIGNS, name)
    ? GITSIGNS[name]
    : `${near ? `did you mean "waxseal ${near}"? ` : ''}"waxseal help" lists the commands`;
  return new UsageError(`there is no command ${JSON.stringify(name.slice(0, 40))}`, hint);
}
