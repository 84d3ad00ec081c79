import { writeAll } from '../../terminal/write.js';
import { parseHookRequest } from './options.js';

/**
 * `waxseal hook install|remove|run KIND`: the same check where a push leaves or arrives.
 * @returns 0; of `run` 1 when the push must not pass
 * @throws what kept it from an answer
 */
export async function run(argv: readonly string[]): Promise<number> {
  const asked = parseHookRequest(argv);
  if (asked.action === 'run') {
    const { runHook } = await import('./run.js');
    return runHook(asked.kind, asked.request, asked.args);
  }
  const { installHook, removeHook } = await import('./install.js');
  const lines =
    asked.action === 'install'
      ? await installHook(asked.kind, asked.options, asked.force)
      : await removeHook(asked.kind);
  writeAll(1, `${lines.join('\n')}\n`);
  return 0;
}
