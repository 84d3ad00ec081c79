import { FORMAT, ONLINE, POLICY_BRANCH, TEXT_OR_JSON, TRUSTED_ROOT } from '../../options/common.js';
import type { CommandSpec } from '../../options/spec.js';

const STATUSES =
  '0 it passes or can be used, 1 it does not, 2 no answer. What a policy can say: docs/policy.md';

/** `waxseal policy init`. */
export const POLICY_INIT = {
  name: 'policy init',
  summary: 'propose a .waxseal.yaml from who signed so far',
  options: {
    write: { type: 'boolean', help: 'make a new .waxseal.yaml; one that is there is never changed' },
    'max-count': {
      type: 'string',
      short: 'n',
      value: 'N',
      help: 'how many commits of the default branch are looked at',
    },
    'policy-branch': POLICY_BRANCH,
    online: ONLINE,
    'trusted-root': TRUSTED_ROOT,
  },
} as const satisfies CommandSpec;

/** `waxseal policy explain`. */
export const POLICY_EXPLAIN = {
  name: 'policy explain',
  summary: 'which rule decides about a commit or tag, and why the others do not',
  operands: '[REV]',
  options: {
    policy: { type: 'string', value: 'FILE', help: "a policy instead of the repository's" },
    'policy-branch': POLICY_BRANCH,
    branch: { type: 'string', value: 'NAME', help: 'whose rules of the policy count' },
    online: ONLINE,
    'trusted-root': TRUSTED_ROOT,
    format: TEXT_OR_JSON,
  },
  statuses: STATUSES,
} as const satisfies CommandSpec;

/** `waxseal policy check`. */
export const POLICY_CHECK = {
  name: 'policy check',
  summary: 'the mistakes of a policy, with line and column',
  operands: '[FILE]',
  options: { format: FORMAT },
  statuses: STATUSES,
} as const satisfies CommandSpec;
