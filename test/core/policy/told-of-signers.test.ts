import { GOOGLE } from '../../support/policy.js';
import { type Told, testTold } from '../../support/policy-problems.js';

const RULES = 'rules:\n  - signers: alice\n';
const KEY = `SHA256:${'A'.repeat(43)}`;
const GOOD_WAY = `issuer: ${GOOGLE}, subject: a@b.example`;

const SIGNERS: Told[] = [
  [
    "[{issuer: i, subjectRegExp: '(?=x)'}, {issuer: i, subjectRegExp: '(?=y)'}]",
    '2:38 error POLICY_BAD_REGEXP the regular expression for subject cannot be used: error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
    '2:75 error POLICY_BAD_REGEXP the regular expression for subject cannot be used: error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
  ],
  [
    '{}',
    '2:10 error POLICY_MISSING_FIELD signer "alice" has no identity (issuer and subject) and no key (ssh, openpgp)',
  ],
  ['[]', '2:10 error POLICY_MISSING_FIELD signer "alice" has no identity and no key'],
  ['a', '2:10 error POLICY_BAD_VALUE signer "alice" must be a mapping (name: value)'],
  ['', '2:10 error POLICY_BAD_VALUE signer "alice" must be a mapping (name: value)'],
  [
    `[{${GOOD_WAY}}, a, {}]`,
    '2:72 error POLICY_BAD_VALUE signer "alice" must be a mapping (name: value)',
    '2:75 error POLICY_MISSING_FIELD signer "alice" has no identity (issuer and subject) and no key (ssh, openpgp)',
  ],
  [
    `[{${GOOD_WAY}}, {subject: a}]`,
    '2:72 error POLICY_MISSING_FIELD signer "alice" has neither issuer nor issuerRegExp: a subject means nothing without who vouches for it',
  ],
  [
    '{subject: a}',
    '2:10 error POLICY_MISSING_FIELD signer "alice" has neither issuer nor issuerRegExp: a subject means nothing without who vouches for it',
  ],
  ['{issuer: a}', '2:10 error POLICY_MISSING_FIELD signer "alice" has neither subject nor subjectRegExp'],
  [
    '{subjectRegExp: a}',
    '2:10 error POLICY_MISSING_FIELD signer "alice" has neither issuer nor issuerRegExp: a subject means nothing without who vouches for it',
  ],
  [
    '{issuerRegExp: a}',
    '2:10 error POLICY_MISSING_FIELD signer "alice" has neither subject nor subjectRegExp',
  ],
  ['{issuerRegExp: a, subjectRegExp: b}'],
  [
    '{buildTrigger: push}',
    '2:10 error POLICY_MISSING_FIELD signer "alice" has neither issuer nor issuerRegExp: a subject means nothing without who vouches for it',
    '2:10 error POLICY_MISSING_FIELD signer "alice" has neither subject nor subjectRegExp',
  ],
  [
    '{buildTriggerRegExp: push}',
    '2:10 error POLICY_MISSING_FIELD signer "alice" has neither issuer nor issuerRegExp: a subject means nothing without who vouches for it',
    '2:10 error POLICY_MISSING_FIELD signer "alice" has neither subject nor subjectRegExp',
  ],
  [
    `{${GOOD_WAY}, buildTrigger: push, buildTriggerRegExp: push}`,
    '2:90 error POLICY_BAD_VALUE buildTrigger and buildTriggerRegExp say the same twice: keep one',
  ],
  [
    `{${GOOD_WAY}, issuerRegExp: b}`,
    '2:70 error POLICY_BAD_VALUE issuer and issuerRegExp say the same twice: keep one',
  ],
  [`{issuer: '', subject: a}`, '2:19 error POLICY_BAD_VALUE issuer must be a text'],
  [`{issuer: , subject: a}`, '2:19 error POLICY_BAD_VALUE issuer must be a text'],
  [`{issuer: i, subjectRegExp: }`, '2:37 error POLICY_BAD_VALUE subjectRegExp must be a text'],
  [
    `{issuer: i, subjectRegExp: '(?=x)'}`,
    '2:37 error POLICY_BAD_REGEXP the regular expression for subject cannot be used: error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
  ],
  [`{issuer: i, subject: 12}`],
  [`{issuer: i, subject: true}`, '2:31 error POLICY_BAD_VALUE subject must be a text: write it in quotes'],
  [`{issuer: i, subject: ' a'}`, '2:31 error POLICY_BAD_VALUE subject begins or ends with white space'],
  [
    `{issuer: i, subject: "a\\u2028b"}`,
    '2:31 error POLICY_BAD_VALUE subject has a line break or another control character',
  ],
  [
    `{issuer: i, subject: "a\\u2029b"}`,
    '2:31 error POLICY_BAD_VALUE subject has a line break or another control character',
  ],
  [
    `{issuer: i, subject: "a\\nb"}`,
    '2:31 error POLICY_BAD_VALUE subject has a line break or another control character',
  ],
  [
    `\n    issuer: i\n    subject: |-\n      a\n      b`,
    '4:14 error POLICY_BAD_VALUE subject has a line break or another control character',
  ],
  [
    `\n    issuer: i\n    subject: |\n      a`,
    '4:14 error POLICY_BAD_VALUE subject ends with a line break, which | keeps: write it on one line, or use |-',
  ],
  [
    `\n    issuer: i\n    subject: >\n      a`,
    '4:14 error POLICY_BAD_VALUE subject ends with a line break, which > keeps: write it on one line, or use >-',
  ],
  [`\n    issuer: i\n    subject: >-\n      a`],
  [`\n    issuer: i\n    subject: |-\n      a`],
  [
    `\n    issuer: i\n    subject: "a\\n"`,
    '4:14 error POLICY_BAD_VALUE subject begins or ends with white space',
  ],
  [`{ssh: '${KEY}'}`],
  [`{openpgp: '${'AB'.repeat(20)}'}`],
  [`{ssh: }`, '2:16 error POLICY_MISSING_FIELD ssh is empty'],
  [`{ssh: []}`, '2:16 error POLICY_MISSING_FIELD ssh is empty'],
  [
    `{emails: a@b}`,
    '2:10 error POLICY_MISSING_FIELD signer "alice" has no identity (issuer and subject) and no key (ssh, openpgp)',
  ],
  [`{${GOOD_WAY}, emails: [a, a]}`, '2:82 error POLICY_BAD_VALUE emails names "a" twice'],
  [`{${GOOD_WAY}, emails: [a, [b], c]}`, '2:82 error POLICY_BAD_VALUE an item of emails must be a text'],
  [
    `{ssh: 'x${KEY}'}`,
    '2:16 error POLICY_BAD_VALUE ssh must be SHA256:… (ssh-keygen -lf KEY.pub) or a line of a .pub file',
  ],
  [
    `{ssh: '${KEY}A'}`,
    '2:16 error POLICY_BAD_VALUE ssh must be SHA256:… (ssh-keygen -lf KEY.pub) or a line of a .pub file',
  ],
  [
    `{openpgp: 'x${'AB'.repeat(20)}'}`,
    '2:20 error POLICY_BAD_VALUE openpgp must be a fingerprint of 40 or 64 hexadecimal digits (gpg --fingerprint)',
  ],
  [
    `{openpgp: '${'AB'.repeat(20)}C'}`,
    '2:20 error POLICY_BAD_VALUE openpgp must be a fingerprint of 40 or 64 hexadecimal digits (gpg --fingerprint)',
  ],
  [
    `{openpgp: '0${'AB'.repeat(32)}'}`,
    '2:20 error POLICY_BAD_VALUE openpgp must be a fingerprint of 40 or 64 hexadecimal digits (gpg --fingerprint)',
  ],
  [`{openpgp: 0X${'ab'.repeat(20)}}`],
  [`{openpgp: '${'ABCD '.repeat(10).trim()}'}`],
  [
    `{openpgp: ABCDEF01}`,
    '2:20 error POLICY_BAD_VALUE openpgp must be the whole fingerprint (gpg --fingerprint): anybody can make a key with this key id',
  ],
  [
    `{openpgp: ABCDEF0}`,
    '2:20 error POLICY_BAD_VALUE openpgp must be a fingerprint of 40 or 64 hexadecimal digits (gpg --fingerprint)',
  ],
  [
    `{openpgp: xABCDEF01}`,
    '2:20 error POLICY_BAD_VALUE openpgp must be a fingerprint of 40 or 64 hexadecimal digits (gpg --fingerprint)',
  ],
  [
    `{openpgp: ABCDEF01x}`,
    '2:20 error POLICY_BAD_VALUE openpgp must be a fingerprint of 40 or 64 hexadecimal digits (gpg --fingerprint)',
  ],
  [
    `{openpgp: '${'AB'.repeat(16)}'}`,
    '2:20 error POLICY_BAD_VALUE openpgp must be the whole fingerprint (gpg --fingerprint): anybody can make a key with this key id',
  ],
  [
    `{openpgp: '${'AB'.repeat(16)}C'}`,
    '2:20 error POLICY_BAD_VALUE openpgp must be a fingerprint of 40 or 64 hexadecimal digits (gpg --fingerprint)',
  ],
  [
    `{openpgp: '${'AB'.repeat(17)}0xAB${'AB'.repeat(2)}'}`,
    '2:20 error POLICY_BAD_VALUE openpgp must be a fingerprint of 40 or 64 hexadecimal digits (gpg --fingerprint)',
  ],
];

testTold('the signer', SIGNERS, (fields) => `signers:\n  alice: ${fields}\n${RULES}`);
