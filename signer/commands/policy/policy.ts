import { UsageError } from '../../errors.js';

const ACTIONS: Readonly<Record<string, () => Promise<(argv: readonly string[]) => Promise<number>>>> = {
  check: async () => (await import('./check.js')).check,
  explain: async () => (await import('./explain.js')).explain,
  init: async () => (await import('./init.js')).init,
};

/**
 * `waxseal policy init|explain|check`: who may sign here.
 * @returns the exit status of the action
 * @throws UsageError for an unknown action, and what made an answer impossible
 */
export async function run(argv: readonly string[]): Promise<number> {
  const [name = '', ...rest] = argv;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!action) throw new UsageError('policy needs one of: init, explain, check', 'see "waxseal help policy"');
  return (await action())(rest);
}
