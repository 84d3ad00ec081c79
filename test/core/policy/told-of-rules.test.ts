import { commitId, GOOGLE } from '../../support/policy.js';
import { type Told, testTold } from '../../support/policy-problems.js';

const ALICE = `signers:\n  alice: {issuer: ${GOOGLE}, subject: alice@example.com}\n`;
const ID = commitId('a');

const RULES: Told[] = [
  ['{signers: alice, branches}', '4:22 error POLICY_MISSING_FIELD branches is empty'],
  ['{signers: alice}'],
  [
    '{name: a}',
    '2:3 warning POLICY_WITHOUT_EFFECT no rule names the signer "alice"',
    '4:5 error POLICY_MISSING_FIELD a has no signers: say who may sign',
  ],
  [
    '{}',
    '2:3 warning POLICY_WITHOUT_EFFECT no rule names the signer "alice"',
    '4:5 error POLICY_MISSING_FIELD rule 1 has no signers: say who may sign',
  ],
  [
    'a',
    '2:3 warning POLICY_WITHOUT_EFFECT no rule names the signer "alice"',
    '4:5 error POLICY_BAD_VALUE rule 1 must be a mapping (name: value)',
  ],
  ['{name: , signers: alice}', '4:12 error POLICY_BAD_VALUE name must be a text'],
  ['{name: [a], signers: alice}', '4:12 error POLICY_BAD_VALUE name must be a text'],
  ['{name: 12, signers: alice}'],
  [
    '{signers: []}',
    '2:3 warning POLICY_WITHOUT_EFFECT no rule names the signer "alice"',
    '4:15 error POLICY_MISSING_FIELD signers is empty',
  ],
  [
    '{signers: }',
    '2:3 warning POLICY_WITHOUT_EFFECT no rule names the signer "alice"',
    '4:15 error POLICY_MISSING_FIELD signers is empty',
  ],
  [
    '{signers: alcie}',
    '2:3 warning POLICY_WITHOUT_EFFECT no rule names the signer "alice"',
    '4:15 error POLICY_UNKNOWN_SIGNER signers names "alcie", whom "signers" does not describe; did you mean "alice"?',
  ],
  [
    '{signers: zoe}',
    '2:3 warning POLICY_WITHOUT_EFFECT no rule names the signer "alice"',
    '4:15 error POLICY_UNKNOWN_SIGNER signers names "zoe", whom "signers" does not describe',
  ],
  ['{signers: [alice, alice]}', '4:23 error POLICY_BAD_VALUE signers names "alice" twice'],
  ['{signers: [alice, [a]]}', '4:23 error POLICY_BAD_VALUE an item of signers must be a text'],
  ['{signers: alice, branches: }', '4:32 error POLICY_MISSING_FIELD branches is empty'],
  [
    '{signers: alice, branches: a/}',
    '4:32 error POLICY_BAD_VALUE branches: "a/": a pattern is for names, not folders: write a/**',
  ],
  [
    '{signers: alice, tags: a/}',
    '4:28 error POLICY_BAD_VALUE tags: "a/": a pattern is for names, not folders: write a/**',
  ],
  [
    '{signers: alice, paths: a/}',
    '4:29 error POLICY_BAD_VALUE paths: "a/": a pattern is for names, not folders: write a/**',
  ],
  ['{signers: alice, paths: [a, a]}', '4:33 error POLICY_BAD_VALUE paths names "a" twice'],
  ['{signers: alice, tags: a, paths: b}', '4:22 error POLICY_BAD_VALUE a tag has no paths: make two rules'],
  ['{signers: alice, tags: a, branches: b}'],
  ['{signers: alice, paths: a, branches: b}'],
  ['{signers: alice, signerIs: author}'],
  ['{signers: alice, signerIs: [author, committer]}'],
  [
    '{signers: alice, signerIs: autor}',
    '4:32 error POLICY_BAD_VALUE signerIs must be author or committer; did you mean "author"?',
  ],
  ['{signers: alice, signerIs: zoe}', '4:32 error POLICY_BAD_VALUE signerIs must be author or committer'],
  ['{signers: alice, signerIs: []}', '4:32 error POLICY_MISSING_FIELD signerIs is empty'],
  ['{signers: alice, merges: alice}'],
  ['{signers: alice, merges: nobody}'],
  [
    '{signers: alice, merges: alcie}',
    '4:30 error POLICY_UNKNOWN_SIGNER merges names "alcie", whom "signers" does not describe; did you mean "alice"?',
  ],
  ['{signers: alice, merges: []}', '4:30 error POLICY_MISSING_FIELD merges is empty'],
  ['{signers: alice, merges: }', '4:30 error POLICY_MISSING_FIELD merges is empty'],
  [
    '{signers: alice, merges: [nobody]}',
    '4:31 error POLICY_UNKNOWN_SIGNER merges names "nobody", whom "signers" does not describe',
  ],
  [`{signers: alice, requiredSince: ${ID}}`],
  [
    '{signers: alice, requiredSince: abc}',
    '4:37 error POLICY_BAD_VALUE requiredSince must be a whole commit id (git rev-parse REV)',
  ],
  [
    '{signers: alice, branch: a}',
    '4:22 error POLICY_UNKNOWN_FIELD rule 1 has the unknown field "branch"; did you mean "branches"?',
  ],
  ['{signers: alice, <<: a}', '4:22 error POLICY_SYNTAX merge keys (<<) are not taken: write it out'],
];

testTold('the rule', RULES, (fields) => `${ALICE}rules:\n  - ${fields}\n`);
