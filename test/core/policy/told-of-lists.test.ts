import { commitId, GOOGLE } from '../../support/policy.js';
import { type Told, testTold } from '../../support/policy-problems.js';

const ALICE = `signers:\n  alice: {issuer: ${GOOGLE}, subject: alice@example.com}\n`;
const BOTH = `${ALICE}rules:\n  - signers: alice\n`;
const ID = commitId('a');
const KEY = `SHA256:${'A'.repeat(43)}`;

const EXCEPTIONS: Told[] = [
  [`{objects: ${ID}, reason: x, until: 2027-01-01}`],
  [`{objects: [${ID}, ${commitId('b')}], reason: x, until: 2027-01-01T00:00:00Z}`],
  ['a', '6:5 error POLICY_BAD_VALUE an exception must be a mapping (name: value)'],
  [
    '{}',
    '6:5 error POLICY_MISSING_FIELD objects is missing: name the objects by their ids',
    '6:5 error POLICY_MISSING_FIELD reason is missing: say why these objects may pass',
    '6:5 error POLICY_MISSING_FIELD until is missing: an exception ends, e.g. 2027-01-31',
  ],
  [`{objects: , reason: x, until: 2027-01-01}`, '6:15 error POLICY_MISSING_FIELD objects is empty'],
  [
    `{objects: abc, reason: x, until: 2027-01-01}`,
    '6:15 error POLICY_BAD_VALUE objects must be whole object ids (git rev-parse REV)',
  ],
  [`{objects: ${ID}, reason: , until: 2027-01-01}`, '6:65 error POLICY_BAD_VALUE reason must be a text'],
  [`{objects: ${ID}, reason: x, until: }`, '6:75 error POLICY_BAD_VALUE until must be a text'],
  [
    `{objects: ${ID}, reason: x, until: soon}`,
    '6:75 error POLICY_BAD_VALUE until must be a date: 2027-01-31 or 2027-01-31T12:00:00Z',
  ],
  [
    `{objects: ${ID}, reason: x, until: 2026-01-01}`,
    '6:75 warning POLICY_EXPIRED this exception ended at 2026-01-01T23:59:59Z',
  ],
  [`{objects: ${ID}, reason: x, until: '2026-09-21T14:13:20Z'}`],
  [
    `{objects: ${ID}, reason: x, until: '2026-09-21T14:13:19Z'}`,
    '6:75 warning POLICY_EXPIRED this exception ended at 2026-09-21T14:13:19Z',
  ],
  [
    `{objects: ${ID}, until: 2027-01-01}`,
    '6:5 error POLICY_MISSING_FIELD reason is missing: say why these objects may pass',
  ],
  [
    `{objects: ${ID}, reason: x}`,
    '6:5 error POLICY_MISSING_FIELD until is missing: an exception ends, e.g. 2027-01-31',
  ],
  [
    `{object: ${ID}, reason: x, until: 2027-01-01}`,
    '6:5 error POLICY_MISSING_FIELD objects is missing: name the objects by their ids',
    '6:6 error POLICY_UNKNOWN_FIELD an exception has the unknown field "object"; did you mean "objects"?',
  ],
];
const REVOKED: Told[] = [
  [`{signer: alice, since: 2026-01-01, reason: x}`],
  [`{signer: alice, since: ${ID}, reason: x}`],
  ['a', '6:5 error POLICY_BAD_VALUE a revocation must be a mapping (name: value)'],
  [
    '{}',
    '6:5 error POLICY_MISSING_FIELD a revocation has no identity (issuer and subject) and no key (ssh, openpgp)',
    '6:5 error POLICY_MISSING_FIELD since is missing: say from which date or commit on',
    '6:5 error POLICY_MISSING_FIELD reason is missing: say why',
  ],
  [
    `{signer: alcie, since: ${ID}, reason: x}`,
    '6:14 error POLICY_UNKNOWN_SIGNER signer names "alcie", whom "signers" does not describe; did you mean "alice"?',
  ],
  [`{signer: [a], since: ${ID}, reason: x}`, '6:14 error POLICY_BAD_VALUE signer must be a text'],
  [
    `{signer: alice, since: soon, reason: x}`,
    '6:28 error POLICY_BAD_VALUE since must be a date (2026-03-01) or a whole commit id',
  ],
  [`{signer: alice, since: , reason: x}`, '6:28 error POLICY_BAD_VALUE since must be a text'],
  [`{signer: alice, since: ${ID}, reason: }`, '6:78 error POLICY_BAD_VALUE reason must be a text'],
  [
    `{signer: alice, reason: x}`,
    '6:5 error POLICY_MISSING_FIELD since is missing: say from which date or commit on',
  ],
  [`{signer: alice, since: ${ID}}`, '6:5 error POLICY_MISSING_FIELD reason is missing: say why'],
  [
    `{since: ${ID}, reason: x}`,
    '6:5 error POLICY_MISSING_FIELD a revocation has no identity (issuer and subject) and no key (ssh, openpgp)',
  ],
  [`{subject: a, since: 2026-01-01, reason: x}`],
  [`{subject: , since: 2026-01-01, reason: x}`, '6:15 error POLICY_BAD_VALUE subject must be a text'],
  [
    `{subject: a, emails: b, since: 2026-01-01, reason: x}`,
    '6:18 error POLICY_UNKNOWN_FIELD a revocation has the unknown field "emails"; known are signer, issuer, issuerRegExp, subject, subjectRegExp, githubWorkflowTrigger, githubWorkflowTriggerRegExp, githubWorkflowSha, githubWorkflowShaRegExp, githubWorkflowName, githubWorkflowNameRegExp, githubWorkflowRepository',
  ],
  [
    `{ssh: '${KEY}', since: 2026-01-01, reason: x}`,
    '6:72 warning POLICY_WITHOUT_EFFECT nothing proves when SSH and OpenPGP signatures were made: with a date all of them are refused; name a commit to keep older ones',
  ],
  [`{ssh: '${KEY}', since: ${ID}, reason: x}`],
  [
    `{openpgp: '${'AB'.repeat(20)}', since: 2026-01-01, reason: x}`,
    '6:66 warning POLICY_WITHOUT_EFFECT nothing proves when SSH and OpenPGP signatures were made: with a date all of them are refused; name a commit to keep older ones',
  ],
  [`{ssh: ['${KEY}', 'SHA256:${'B'.repeat(43)}'], since: ${ID}, reason: x}`],
];

testTold('the exception', EXCEPTIONS, (fields) => `${BOTH}exceptions:\n  - ${fields}\n`);
testTold('the revocation', REVOKED, (fields) => `${BOTH}revoked:\n  - ${fields}\n`);
