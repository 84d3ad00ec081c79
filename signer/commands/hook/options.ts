import { isAbsolute } from 'node:path';
import { HOOK_KINDS, type HookKind } from '../../../inspect/push/kinds.js';
import { UsageError } from '../../errors.js';
import { oneOf, parseOptions } from '../../options/parse.js';
import { parseVerifyRequest, type VerifyRequest } from '../commits/options.js';
import { HOOK_INSTALL } from './specs.js';

/** A request to `waxseal hook`. `options` are those of `waxseal verify` that say who may sign. */
export type HookRequest =
  | {
      readonly action: 'install';
      readonly kind: HookKind;
      readonly force: boolean;
      readonly everywhere: boolean;
      readonly options: readonly string[];
    }
  | { readonly action: 'remove'; readonly kind: HookKind }
  | {
      readonly action: 'run';
      readonly kind: HookKind;
      readonly request: VerifyRequest;
      readonly args: readonly string[];
    };

const HINT = 'see "waxseal help hook"';

/** Refuses options that select objects, and relative paths: a hook selects its objects itself, and git chooses its directory. */
function parsePolicyOptions(options: readonly string[]): VerifyRequest {
  const request = parseVerifyRequest(options);
  const { selection, branch, format, quiet, policy, flags } = request;
  const selects = selection.revisions.length > 0 || Object.keys(selection).length > 1;
  if (selects || branch !== undefined || format !== 'text' || quiet)
    throw new UsageError('a hook takes only the options that say who may sign and whom to trust', HINT);
  const relative = [policy, flags.trustedRoot?.value].find((path) => path !== undefined && !isAbsolute(path));
  if (relative !== undefined)
    throw new UsageError(`${JSON.stringify(relative)} must be an absolute path: git runs hooks elsewhere`);
  return request;
}

/**
 * Parses the arguments of `waxseal hook`.
 * @throws UsageError
 */
export function parseHookRequest(argv: readonly string[]): HookRequest {
  const [word = '', name = '', ...rest] = argv;
  const action = oneOf('the word after "hook"', word, ['install', 'remove', 'run']);
  const kind = oneOf('the hook', name, HOOK_KINDS);
  if (action === 'remove') {
    if (rest.length > 0) throw new UsageError('hook remove takes nothing more', HINT);
    return { action, kind };
  }
  const cut = rest.indexOf('--');
  const [before, behind] = cut < 0 ? [rest, []] : [rest.slice(0, cut), rest.slice(cut + 1)];
  if (action === 'run') return { action, kind, request: parsePolicyOptions(before), args: behind };
  const { values, positionals } = parseOptions(HOOK_INSTALL, before);
  if (positionals.length > 0) throw new UsageError('hook install takes one hook', HINT);
  parsePolicyOptions(behind);
  const { force = false, everywhere = false } = values;
  return { action, kind, force, everywhere, options: behind };
}
