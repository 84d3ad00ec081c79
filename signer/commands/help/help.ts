import { nearest } from '../../../core/repository-policy/suggest.js';
import { UsageError } from '../../errors.js';
import { type CommandSpec, wordOf } from '../../options/spec.js';
import { SPECS } from '../specs.js';
import { helpOf, overviewOf } from './text.js';

/** What `waxseal help` says: one line a command. */
export function overview(): string {
  return `waxseal signs git commits and tags with your OpenID Connect identity and checks who really signed what.

${overviewOf(SPECS)}  waxseal --version

"waxseal help COMMAND" or "waxseal COMMAND --help" says more. git itself calls waxseal with other arguments (gpg.x509.program).
`;
}

/** The words by which commands are asked for, each once, and other names of commands. */
export function commandNames(): string[] {
  return [...new Set(SPECS.flatMap((spec) => [wordOf(spec), ...(spec.aliases ?? [])]))];
}

/** The descriptions of a command, or of all its actions; none for a name that is no command. */
export function specsOf(name: string): CommandSpec[] {
  return SPECS.filter((spec) => wordOf(spec) === name || spec.aliases?.includes(name));
}

/** The help for a command, or the overview. @throws UsageError for a command that is none */
export function helpText(topic: string | undefined): string {
  if (topic === undefined) return overview();
  const specs = specsOf(topic);
  if (specs.length === 0) throw unknownCommand(topic);
  return helpOf(specs);
}

/** Commands of gitsign under other names here. */
const GITSIGNS: Readonly<Record<string, string>> = {
  initialize: 'gitsign’s initialize is "waxseal setup --instance MIRROR --instance-root root.json"',
  attest: 'gitsign’s attest has no counterpart yet',
};

/** The error for a command that is none, with what may have been meant. */
export function unknownCommand(name: string): UsageError {
  const near = nearest(name, commandNames());
  const hint = Object.hasOwn(GITSIGNS, name)
    ? GITSIGNS[name]
    : `${near ? `did you mean "waxseal ${near}"? ` : ''}"waxseal help" lists the commands`;
  return new UsageError(`there is no command ${JSON.stringify(name.slice(0, 40))}`, hint);
}
