import { VERSION } from '../io/version.js';
import { writeAll } from './terminal/write.js';

// This file only finds out which command was typed; everything else is loaded on demand. git starts this program for every
// commit it shows, and `--version` must not read anything else.

type Command = (argv: readonly string[]) => Promise<number>;

const COMMANDS: Readonly<Record<string, () => Promise<{ run: Command }>>> = {
  agent: () => import('./commands/agent/agent.js'),
  hook: () => import('./commands/hook/hook.js'),
  show: () => import('./commands/commits/show.js'),
  'trust-refresh': () => import('./commands/trust/refresh.js'),
  verify: () => import('./commands/commits/verify.js'),
  'verify-blob': () => import('./commands/blob/verify-blob.js'),
  'verify-tag': () => import('./commands/commits/verify.js'),
};

/** Every byte of this file is read for every commit that git shows, so what only people type is named in another one. */
async function commandNamed(name: string): Promise<(() => Promise<{ run: Command }>) | undefined> {
  if (Object.hasOwn(COMMANDS, name)) return COMMANDS[name];
  const { FOR_PEOPLE } = await import('./commands/for-people.js');
  return Object.hasOwn(FOR_PEOPLE, name) ? FOR_PEOPLE[name] : undefined;
}

const HELP = new Set(['help', '--help', '-h']);

/**
 * Finds the command by its name. Arguments that begin with a dash come from git. Then standard output belongs to git, so unknown
 * arguments are an error and never print a help text (four commits of wolfi-dev/os have gitsign's help as their signature).
 */
async function dispatch(argv: readonly string[]): Promise<number> {
  const [first, ...rest] = argv;
  if (first === '--version' || first === 'version') {
    writeAll(1, `waxseal ${VERSION}\n`);
    return 0;
  }
  if (first !== undefined && HELP.has(first)) return help(rest[0]);
  const command = first === undefined || first.startsWith('-') ? undefined : await commandNamed(first);
  if (!command) {
    if (first === undefined || first.startsWith('-'))
      return (await import('./commands/git/git.js')).run(argv);
    throw (await import('./commands/help/help.js')).unknownCommand(first);
  }
  const operands = rest.indexOf('--');
  const options = operands < 0 ? rest : rest.slice(0, operands);
  if (options.some((word) => word !== 'help' && HELP.has(word))) return help(first);
  if (Object.values(process.env).some((value) => value?.includes('\uFFFD')))
    (await import('../io/files/readable-paths.js')).requireReadablePaths(process.env);
  return (await command()).run(rest);
}

async function help(topic: string | undefined): Promise<number> {
  const { helpText } = await import('./commands/help/help.js');
  writeAll(1, helpText(topic));
  return 0;
}

/** git's arguments begin with a dash. A person who types such arguments wants help or the version. */
function isFromGit(first = ''): boolean {
  return first.startsWith('-') && first !== '--version' && !HELP.has(first);
}

async function main(): Promise<void> {
  let status = 2;
  try {
    status = await dispatch(process.argv.slice(2));
  } catch (error) {
    const { report } = await import('./terminal/report.js');
    status = report(error, 2, isFromGit(process.argv[2]) ? 'git' : 'person');
  }
  // Every write above was synchronous and is complete. Only idle connections are still open.
  process.exit(status);
}

void main();
