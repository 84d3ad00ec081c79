import { ANY_SIGNER, FORMAT, ONLINE, POLICY_BRANCH, QUIET, TRUSTED_ROOT } from '../../options/common.js';
import { IDENTITY_OPTIONS, identitySection } from '../../options/identity.js';
import type { CommandSpec, OptionTable } from '../../options/spec.js';

/** The options that select commits, under git's names, and whether verdicts may come from the cache. */
const SELECTION = {
  all: {
    type: 'boolean',
    help: 'every branch and tag, and HEAD; the output names the refs it does not follow',
  },
  since: {
    type: 'string',
    value: 'DATE',
    help: 'walk back from the revisions, and leave out commits of an earlier date; a date does not end the walk',
  },
  until: { type: 'string', value: 'DATE', help: 'leave out commits of a later date' },
  'max-count': { type: 'string', short: 'n', value: 'N', help: 'no more than N commits' },
  'first-parent': { type: 'boolean', help: 'follow only the first parent of a merge' },
  'no-merges': { type: 'boolean', help: 'leave merges out' },
  stdin: {
    type: 'boolean',
    help: 'ids or names from standard input, one a line: git rev-list ... | waxseal verify --stdin',
  },
  'require-some': { type: 'boolean', help: 'nothing to check is no answer (exit 2)' },
} as const satisfies OptionTable;

/** `waxseal verify`. */
export const VERIFY = {
  name: 'verify',
  aliases: ['verify-tag'],
  summary: 'do the signatures hold, and may their signers sign?',
  operands: '[REV|RANGE|TAG|PATTERN ...]',
  about: [
    'A revision (default: HEAD), a tag or a pattern of names (v1.*) is judged itself; a range (A..B, A...B, B ^A) is every commit in it. A name that means several things is refused; a full one (refs/remotes/origin/main..HEAD) means one.',
  ],
  options: {
    ...SELECTION,
    ...IDENTITY_OPTIONS,
    'any-signer': ANY_SIGNER,
    policy: { type: 'string', value: 'FILE', help: "a policy instead of the repository's" },
    branch: { type: 'string', value: 'NAME', help: 'whose rules of the policy count' },
    'policy-branch': POLICY_BRANCH,
    online: ONLINE,
    'trusted-root': TRUSTED_ROOT,
    'no-cache': { type: 'boolean', help: 'check everything again, also what was checked before' },
    format: FORMAT,
    quiet: QUIET,
  },
  sections: [
    { options: Object.keys(SELECTION) },
    identitySection(
      "Who may sign (without these the repository's .waxseal.yaml counts, and where there is none your own list):",
      'any-signer',
      'policy',
      'branch',
      'policy-branch',
    ),
    { options: ['online', 'trusted-root', 'no-cache', 'format', 'quiet'] },
  ],
  statuses: '0 all hold, 1 at least one does not, 2 no answer',
} as const satisfies CommandSpec;

/** `waxseal show`. */
export const SHOW = {
  name: 'show',
  summary: 'certificate, signer, log entry and every check of one signature',
  operands: '[REV]',
  options: {
    format: {
      type: 'string',
      value: ['text', 'json', 'bundle', 'artifact'],
      help: 'bundle: a Sigstore bundle v0.3, for other tools; artifact: the bytes that bundle is over',
    },
    online: ONLINE,
    'trusted-root': TRUSTED_ROOT,
  },
} as const satisfies CommandSpec;
