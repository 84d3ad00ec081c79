import { FORMATS, type Format } from '../../../core/render/renderer.js';
import type { IdentityFlags } from '../../../core/signer-policy/index.js';
import type { HistorySelection } from '../../../io/history/index.js';
import { UsageError } from '../../errors.js';
import { configFlags, formatOf } from '../../options/common.js';
import { identityFlags } from '../../options/identity.js';
import { parseOptions } from '../../options/parse.js';
import type { ConfigFlags } from '../../session.js';
import { historySelection } from './history-options.js';
import { SHOW, VERIFY } from './specs.js';

/** A request to `waxseal verify`. */
export interface VerifyRequest {
  readonly selection: HistorySelection;
  readonly identity: IdentityFlags;
  readonly anySigner: boolean;
  readonly online: boolean | undefined;
  readonly flags: ConfigFlags;
  readonly format: Format;
  readonly quiet: boolean;
  /** A policy file in place of the repository's own. */
  readonly policy?: string;
  /** The branch whose rules count. */
  readonly branch?: string;
  /** False: do not use the cache of verdicts. */
  readonly cache: boolean;
  /** True: without any object there is no answer. */
  readonly requireSome: boolean;
}

/**
 * Parses the arguments of `waxseal verify`. The identity flags are those of gitsign and cosign.
 * @throws UsageError
 */
export function parseVerifyRequest(argv: readonly string[]): VerifyRequest {
  const { values, positionals } = parseOptions(VERIFY, argv);
  const identity = identityFlags(values);
  const anySigner = values['any-signer'] ?? false;
  if (anySigner && Object.keys(identity).length > 0)
    throw new UsageError('--any-signer cannot be combined with flags that say who may sign');
  const { policy, branch } = values;
  const policyBranch = values['policy-branch'];
  const given = policy === undefined ? policyBranch && '--policy-branch' : '--policy';
  if (given && (anySigner || Object.keys(identity).length > 0))
    throw new UsageError(
      `${given} cannot be combined with --any-signer, or with flags that say who may sign`,
    );
  if (policy !== undefined && policyBranch !== undefined)
    throw new UsageError('--policy-branch cannot be combined with --policy');
  if (values.online && values.offline) throw new UsageError('--offline contradicts --online');
  return {
    selection: historySelection(values, positionals),
    identity,
    anySigner,
    online: values.offline ? false : values.online,
    flags: configFlags(values['trusted-root'], policyBranch),
    format: formatOf(values.format, FORMATS),
    quiet: values.quiet ?? false,
    ...(policy !== undefined && { policy }),
    ...(branch !== undefined && { branch }),
    cache: !values['no-cache'],
    requireSome: values['require-some'] ?? false,
  };
}

/** A request to `waxseal show`. */
export interface ShowRequest {
  readonly revision: string;
  readonly online: boolean | undefined;
  readonly flags: ConfigFlags;
  readonly format: Format;
  /** What to export in place of an answer. */
  readonly exported?: 'bundle' | 'artifact';
}

/** Parses the arguments of `waxseal show`. @throws UsageError */
export function parseShowRequest(argv: readonly string[]): ShowRequest {
  const { values, positionals } = parseOptions(SHOW, argv);
  const [revision = 'HEAD', ...more] = positionals;
  if (more.length > 0 || revision.includes('..') || revision.startsWith('^'))
    throw new UsageError('show takes one revision');
  const format = formatOf(values.format, SHOW.options.format.value);
  return {
    revision,
    online: values.online,
    flags: configFlags(values['trusted-root']),
    ...(format === 'bundle' || format === 'artifact' ? { format: 'text', exported: format } : { format }),
  };
}
