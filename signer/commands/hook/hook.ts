import { harmless } from '../../../core/harmless/index.js';
import { askAtTerminal } from '../../consent/terminal.js';
import { writeAll } from '../../terminal/write.js';
import { parseHookRequest } from './options.js';

/** An option allows it, or the person at the terminal. */
function allowedBy(everywhere: boolean) {
  return async (directory: string) =>
    everywhere ||
    (await askAtTerminal(
      [`waxseal: ${harmless(directory)} has the hooks of all your repositories.`],
      'Install it for all of them? [y/N] ',
      process.env,
    )) === 'agreed';
}

/** The repository of the current directory. */
const HERE = { env: process.env };

/**
 * `waxseal hook install|remove|run KIND`: the same check before a push leaves or when it arrives.
 * @returns 0; for `run` 1 if the push must not pass
 * @throws what made an answer impossible
 */
export async function run(argv: readonly string[]): Promise<number> {
  const asked = parseHookRequest(argv);
  if (asked.action === 'run') {
    const { runHook } = await import('./run.js');
    return runHook(asked.kind, asked.request, asked.args);
  }
  const { launcherPath } = await import('../../launcher.js');
  const { installHook, removeHook } = await import('../../../act/hook/install.js');
  const lines =
    asked.action === 'install'
      ? await installHook(asked.kind, {
          ...asked,
          program: launcherPath(),
          allowShared: allowedBy(asked.everywhere),
          place: HERE,
        })
      : await removeHook(asked.kind, HERE);
  writeAll(1, `${lines.map(harmless).join('\n')}\n`);
  return 0;
}
