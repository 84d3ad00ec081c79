import { UsageError } from '../../errors.js';
import { oneOf, parseOptions } from '../../options/parse.js';
import { writeAll } from '../../terminal/write.js';
import { bashScript } from './bash.js';
import { fishScript } from './fish.js';
import { COMPLETION } from './specs.js';
import { commandWords } from './words.js';
import { zshScript } from './zsh.js';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/**
 * `waxseal completion bash|zsh|fish`: the script that completes commands and options in that shell.
 * @returns 0
 */
export async function run(argv: readonly string[]): Promise<number> {
  const [shell, ...more] = parseOptions(COMPLETION, argv).positionals;
  if (shell === undefined || more.length > 0)
    throw new UsageError('completion takes one shell: bash, zsh or fish', 'see "waxseal help completion"');
  writeAll(1, SCRIPTS[oneOf('completion', shell, ['bash', 'zsh', 'fish'])](commandWords()));
  return 0;
}
