import type { ReasonCode } from '../codes/index.js';
import { FAILED_HELP } from './reason-help/failed.js';
import { NOT_MADE_HELP } from './reason-help/not-made.js';
import { POLICY_HELP } from './reason-help/policy.js';
import type { ReasonHelp } from './reason-help/types.js';

export { ADVICE_CASES, type AdviceCase, type ReasonHelp } from './reason-help/types.js';

/** All reasons, grouped by their effect: `incomplete`, `invalid`, or the decision of a policy. */
export const REASONS = { notMade: NOT_MADE_HELP, failed: FAILED_HELP, policy: POLICY_HELP } as const;

/** The one place that explains reasons to people: output, SARIF rules and docs/reasons.md all read it. */
export const REASON_HELP: Readonly<Record<ReasonCode, ReasonHelp>> = {
  ...NOT_MADE_HELP,
  ...FAILED_HELP,
  ...POLICY_HELP,
};
