import { FORMATS } from '../../../core/render/renderer.js';
import {
  ANY_SIGNER,
  FORMAT,
  OFFLINE,
  ONLINE,
  POLICY_BRANCH,
  QUIET,
  TRUSTED_ROOT,
} from '../../options/common.js';
import { IDENTITY_OPTIONS, identitySection } from '../../options/identity.js';
import type { CommandSpec, OptionTable } from '../../options/spec.js';

/** The options that select commits, with git's names. */
const SELECTION = {
  all: {
    type: 'boolean',
    help: 'check every branch, every tag and HEAD; the output names the refs it does not follow',
  },
  since: {
    type: 'string',
    value: 'DATE',
    help: 'leave out commits with an earlier date, but not the commits behind them',
  },
  until: { type: 'string', value: 'DATE', help: 'leave out commits with a later date' },
  'max-count': { type: 'string', short: 'n', value: 'N', help: 'check at most N commits' },
  'first-parent': { type: 'boolean', help: 'follow only the first parent of a merge' },
  'no-merges': { type: 'boolean', help: 'leave out merges' },
  stdin: {
    type: 'boolean',
    help: 'read ids or names from standard input, one per line, as git rev-list writes them',
  },
  'require-some': { type: 'boolean', help: 'exit with status 2 if there is nothing to check' },
} as const satisfies OptionTable;

/** `waxseal verify`. */
export const VERIFY = {
  name: 'verify',
  aliases: ['verify-tag'],
  summary: 'check signatures, and whether their signers may sign',
  operands: '[REV|RANGE|TAG|PATTERN ...]',
  about: [
    'A revision (default: HEAD), a tag or a pattern (v1.*) stands for itself. A range (A..B, A...B, B ^A) stands for every commit in it. A name with several meanings is refused; a full name (refs/remotes/origin/main..HEAD) has only one.',
    'Without options, the .waxseal.yaml of the protected branch says who may sign (docs/policy.md). Where it says nothing, your own list does.',
  ],
  options: {
    ...SELECTION,
    ...IDENTITY_OPTIONS,
    'any-signer': ANY_SIGNER,
    policy: { type: 'string', value: 'FILE', help: "use this policy instead of the repository's" },
    branch: { type: 'string', value: 'NAME', help: 'apply the rules of the policy for this branch' },
    'policy-branch': POLICY_BRANCH,
    online: ONLINE,
    offline: OFFLINE,
    'trusted-root': TRUSTED_ROOT,
    'no-cache': { type: 'boolean', help: 'check everything again, even what was checked before' },
    format: FORMAT,
    quiet: QUIET,
  },
  sections: [
    { options: Object.keys(SELECTION) },
    identitySection(
      'Who may sign (an identity or --any-signer takes the place of .waxseal.yaml and of your own list):',
      'any-signer',
      'policy',
      'branch',
      'policy-branch',
    ),
    { options: ['online', 'offline', 'trusted-root', 'no-cache', 'format', 'quiet'] },
  ],
  statuses: '0 all hold, 1 at least one does not, 2 no answer',
} as const satisfies CommandSpec;

/** `waxseal show`. */
export const SHOW = {
  name: 'show',
  summary: 'show the certificate, signer, log entry and every check of a signature',
  operands: '[REV]',
  options: {
    format: {
      type: 'string',
      value: [...FORMATS, 'bundle', 'artifact'],
      help: 'bundle: a Sigstore bundle v0.3 for other tools; artifact: the bytes that the bundle signs',
    },
    online: ONLINE,
    'trusted-root': TRUSTED_ROOT,
  },
  statuses: '0 shown, whatever the verdict (verify has an exit status for it), 2 no answer',
} as const satisfies CommandSpec;
