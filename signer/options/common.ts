import { FORMATS } from '../../core/render/renderer.js';
import { UsageError } from '../errors.js';
import type { ConfigFlags } from '../session.js';
import { oneOf } from './parse.js';
import type { OptionSpec } from './spec.js';

/** The form of the output, for commands that give verdicts or findings. */
export const FORMAT = {
  type: 'string',
  value: FORMATS,
  help: 'the form of the output; docs/json.md describes json',
} as const satisfies OptionSpec;

/** The form of the output, for commands whose answer is neither. */
export const TEXT_OR_JSON = {
  type: 'string',
  value: ['text', 'json'],
  help: 'text for people, json for programs (docs/json.md)',
} as const satisfies OptionSpec;

/**
 * The form of the output that was asked for.
 * @param forms those that the command has
 * @param why why it lacks the others that commands have
 * @throws UsageError for a form that it does not have
 */
export function formatOf<const T extends string>(
  value: string | undefined,
  forms: readonly T[],
  why?: string,
): T | 'text' {
  if (value === undefined) return 'text';
  if (why !== undefined && FORMATS.some((form) => form === value) && !forms.some((form) => form === value))
    throw new UsageError(
      `--format ${value} does not fit here: ${why}`,
      `it must be one of: ${forms.join(', ')}`,
    );
  return oneOf('--format', value, forms);
}

/** The trusted root to use. */
export const TRUSTED_ROOT = {
  type: 'string',
  value: 'FILE',
  help: 'use this trusted_root.json',
} as const satisfies OptionSpec;

/** The branch whose policy counts if the remote's HEAD is not known. */
export const POLICY_BRANCH = {
  type: 'string',
  value: 'NAME',
  help: "read .waxseal.yaml from this branch, if the remote's HEAD is not known (waxseal.policyBranch)",
} as const satisfies OptionSpec;

/** Whether to ask the log. */
export const ONLINE = {
  type: 'boolean',
  help: 'look up log entries that are not in the signature',
} as const satisfies OptionSpec;

/** cosign's flag for what is so anyway. */
export const OFFLINE = {
  type: 'boolean',
  help: 'ask no server: what is done anyway without --online (cosign has this flag)',
} as const satisfies OptionSpec;

/** Less output. */
export const QUIET = {
  type: 'boolean',
  short: 'q',
  help: 'show only what does not hold',
} as const satisfies OptionSpec;

/** No condition on the signer. */
export const ANY_SIGNER = {
  type: 'boolean',
  help: 'accept a sound signature by anybody',
} as const satisfies OptionSpec;

/**
 * The part of the configuration that comes from options.
 * @throws UsageError for an empty branch: an unset variable in a CI job must not select another branch
 */
export function configFlags(trustedRoot: string | undefined, policyBranch?: string): ConfigFlags {
  if (policyBranch === '')
    throw new UsageError(
      '--policy-branch is empty',
      'give it a value (is a variable unset?), or leave it out',
    );
  return {
    ...(trustedRoot !== undefined && { trustedRoot: { name: '--trusted-root', value: trustedRoot } }),
    ...(policyBranch !== undefined && { policyBranch: { name: '--policy-branch', value: policyBranch } }),
  };
}
