import { FORMATS } from '../../core/render/renderer.js';
import { UsageError } from '../errors.js';
import type { ConfigFlags } from '../session.js';
import type { OptionSpec } from './spec.js';

/** The form of the answer, for commands that judge or find something. */
export const FORMAT = {
  type: 'string',
  value: FORMATS,
  help: 'the form of the answer; markdown and html are pages for people',
} as const satisfies OptionSpec;

/** The form of the answer, for commands that only tell something. */
export const TEXT_OR_JSON = {
  type: 'string',
  value: ['text', 'json'],
  help: 'for people, or for programs (docs/json.md)',
} as const satisfies OptionSpec;

/** The trusted root to believe. */
export const TRUSTED_ROOT = {
  type: 'string',
  value: 'FILE',
  help: 'believe this trusted_root.json',
} as const satisfies OptionSpec;

/** Whose policy counts where the remote's HEAD is not known. */
export const POLICY_BRANCH = {
  type: 'string',
  value: 'NAME',
  help: "whose .waxseal.yaml counts, where the remote's HEAD is not known (waxseal.policyBranch)",
} as const satisfies OptionSpec;

/** Asks the log. */
export const ONLINE = {
  type: 'boolean',
  help: 'look up log entries that are not embedded',
} as const satisfies OptionSpec;

/** Fewer words. */
export const QUIET = {
  type: 'boolean',
  short: 'q',
  help: 'only what does not hold',
} as const satisfies OptionSpec;

/** Anybody may have signed. */
export const ANY_SIGNER = {
  type: 'boolean',
  help: 'a sound signature by anybody will do',
} as const satisfies OptionSpec;

/**
 * The configuration that the options state.
 * @throws UsageError for an empty branch: a variable of a CI job that is not set must not let another one count
 */
export function configFlags(trustedRoot: string | undefined, policyBranch?: string): ConfigFlags {
  if (policyBranch === '')
    throw new UsageError(
      '--policy-branch is empty',
      'give it a value (a variable that is not set?), or leave it out',
    );
  return {
    ...(trustedRoot !== undefined && { trustedRoot: { name: '--trusted-root', value: trustedRoot } }),
    ...(policyBranch !== undefined && { policyBranch: { name: '--policy-branch', value: policyBranch } }),
  };
}
