import { UsageError } from '../../errors.js';
import { oneOf, parseOptions } from '../../options/parse.js';
import { TRUST_SHOW } from './specs.js';

/** The word after `trust`. Both actions have the same options. @throws UsageError */
function actionOf(argv: readonly string[]): 'show' | 'update' {
  const [action, ...more] = parseOptions(TRUST_SHOW, argv).positionals;
  if (action === undefined || more.length > 0)
    throw new UsageError('trust takes one word: show or update', 'see "waxseal help trust"');
  return oneOf('trust', action, ['show', 'update']);
}

/**
 * `waxseal trust show|update [--format FORM]`: the trusted root in use; `update` fetches it first.
 * @returns the exit status of the action
 * @throws UsageError for another action, and what the action throws
 */
export async function run(argv: readonly string[]): Promise<number> {
  if (actionOf(argv) === 'show') return (await import('./show.js')).show(argv);
  return (await import('./update.js')).update(argv);
}
