import { FORMAT, ONLINE, POLICY_BRANCH, TRUSTED_ROOT } from '../../options/common.js';
import type { CommandSpec } from '../../options/spec.js';

/** `waxseal policy init`. */
export const POLICY_INIT = {
  name: 'policy init',
  summary: 'propose a .waxseal.yaml from the signers of the history',
  options: {
    write: { type: 'boolean', help: 'write a new .waxseal.yaml; a file that exists is never changed' },
    'max-count': {
      type: 'string',
      short: 'n',
      value: 'N',
      help: 'how many commits of the default branch to look at',
    },
    'policy-branch': POLICY_BRANCH,
    online: ONLINE,
    'trusted-root': TRUSTED_ROOT,
  },
} as const satisfies CommandSpec;

/** `waxseal policy explain`. */
export const POLICY_EXPLAIN = {
  name: 'policy explain',
  summary: 'say which rule decides about a commit or tag, and why',
  operands: '[REV]',
  options: {
    policy: { type: 'string', value: 'FILE', help: "use this policy instead of the repository's" },
    'policy-branch': POLICY_BRANCH,
    branch: { type: 'string', value: 'NAME', help: 'apply the rules of the policy for this branch' },
    online: ONLINE,
    'trusted-root': TRUSTED_ROOT,
    format: FORMAT,
  },
  statuses: '0 the commit or tag passes, 1 it does not, 2 no answer',
} as const satisfies CommandSpec;

/** `waxseal policy check`. */
export const POLICY_CHECK = {
  name: 'policy check',
  summary: 'list the mistakes in a policy, with line and column',
  operands: '[FILE]',
  options: { format: FORMAT },
  notes: ['docs/policy.md says what a policy may contain.'],
  statuses: '0 the policy can be used, 1 it has errors, 2 no answer',
} as const satisfies CommandSpec;
