import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harmless } from '../../../core/harmless/index.js';
import { readRepositoryPolicy } from '../../../core/repository-policy/parse.js';
import { Proposal } from '../../../core/repository-policy/propose.js';
import type { Verdict } from '../../../core/verdict/index.js';
import { commitId, GOOGLE, NOW, verdictOf } from '../../support/policy.js';

function signedBy(subject: string, issuer = 'https://issuer.example.test'): Verdict {
  return verdictOf('valid', { subject, issuer });
}

const at = (digit: string, verdict: Verdict): Verdict => ({
  ...verdict,
  object: { id: commitId(digit), type: 'commit' },
});
const UNSIGNED = verdictOf('unsigned');
const ALICE = verdictOf('valid', {});
const KEY = `SHA256:${'Ab1+/'.repeat(8)}xyz`;
const FINGERPRINT = `${'AB'.repeat(16)}01234567`;
const ssh = (key?: string): Verdict => ({
  ...verdictOf('valid', undefined, 'ssh'),
  ...(key !== undefined && { key }),
});
const pgp = (key?: string, primaryKey?: string, subject?: string): Verdict => ({
  ...verdictOf('valid', subject === undefined ? undefined : { subject }, 'openpgp'),
  ...(key !== undefined && { key }),
  ...(primaryKey !== undefined && { primaryKey }),
});

function proposed(...verdicts: readonly Verdict[]): Proposal {
  const proposal = new Proposal();
  for (const verdict of verdicts) proposal.add(verdict);
  return proposal;
}

const HEAD = (count: number) => `# Who may sign in this repository.
# Proposed by waxseal from the last ${count} commits of main: anybody who signed there is
# listed, so strike out who should not be. Then: waxseal policy check, and commit it to the default branch.
# What can be said more: docs/policy.md of waxseal.
signers:
`;
const RULES = `
rules: # the first that fits decides: put narrower ones (branches, tags, paths) above
  - name: everything
    signers:
`;

/** The signers in the text, each with a name and fields. The text must be a policy without errors. */
async function namesIn(...verdicts: readonly Verdict[]): Promise<string[]> {
  const text = proposed(...verdicts).text('main');
  const { policy, findings } = await readRepositoryPolicy(text, 'p', NOW);
  assert.deepEqual(findings, [], text);
  return [...(policy?.signers.keys() ?? [])];
}

/** The fields of the only signer, as they are written. */
function fieldsOf(verdict: Verdict): string[] {
  const text = proposed(verdict).text('main');
  return text.split('\n').filter((line) => /^ {4}(?!signers:)\S/.test(line));
}

test('signers are listed by number of commits, and others in the history need no signature', () => {
  const bob = verdictOf('refused', { subject: 'bob@example.com' });
  const text = proposed(
    at('a', ALICE),
    at('b', bob),
    at('c', bob),
    at('d', UNSIGNED),
    at('e', ALICE),
    at('f', verdictOf('invalid', {})),
    at('f', verdictOf('verified', { subject: 'bob@example.com' })),
  ).text('main');
  assert.equal(
    text,
    `${HEAD(7)}  bob: # 3 commits
    issuer: ${GOOGLE}
    subject: bob@example.com
  alice: # 2 commits
    issuer: ${GOOGLE}
    subject: alice@example.com
${RULES}      - bob
      - alice

# Of these, 1 were not signed and 1 could not be verified. Commits before this one need no signature:
requiredSince: ${commitId('c')}
`,
  );
});

test('a history in which everybody signed needs no requiredSince', () => {
  assert.equal(
    proposed(ALICE).text('main'),
    `${HEAD(1)}  alice: # 1 commit
    issuer: ${GOOGLE}
    subject: alice@example.com
${RULES}      - alice
`,
  );
});

test('when the newest commit is not signed, the user must fill in requiredSince', () => {
  for (const [newest, counts] of [
    [UNSIGNED, '1 were not signed and 0 could not be verified'],
    [verdictOf('incomplete', {}), '0 were not signed and 1 could not be verified'],
  ] as const)
    assert.ok(
      proposed(newest, ALICE)
        .text('main')
        .endsWith(
          `      - alice\n\n# Of these, ${counts}, the newest too: once a signed commit is there, add its id.\n# requiredSince:\n`,
        ),
    );
});

test('nobody is proposed because of a signature that does not hold or names nobody', () => {
  const nobody = [
    UNSIGNED,
    verdictOf('invalid', {}),
    verdictOf('incomplete', {}),
    verdictOf('valid', undefined, 'sigstore'),
    verdictOf('valid', {}, 'x509'),
    ssh(),
    ssh('MD5:00'),
    pgp(),
    pgp('AB'.repeat(8), 'CD'.repeat(8)),
    pgp(`${FINGERPRINT}0`, `0${FINGERPRINT}`),
  ];
  for (const verdict of nobody) assert.equal(proposed(verdict).hasSigners, false, JSON.stringify(verdict));
  assert.equal(proposed().hasSigners, false);
  for (const verdict of [ALICE, ssh(KEY), pgp(FINGERPRINT)])
    assert.equal(proposed(verdict).hasSigners, true, JSON.stringify(verdict));
});

test('a key is proposed by its fingerprint, an OpenPGP key by that of its primary key if there is one', () => {
  assert.deepEqual(fieldsOf(ssh(KEY)), [`    ssh: ${KEY}`]);
  assert.deepEqual(fieldsOf(pgp(FINGERPRINT, 'CD'.repeat(20))), [`    openpgp: ${'CD'.repeat(20)}`]);
  assert.deepEqual(fieldsOf(pgp(FINGERPRINT, 'CD'.repeat(32))), [`    openpgp: ${'CD'.repeat(32)}`]);
  assert.deepEqual(fieldsOf(pgp(FINGERPRINT, '0123')), [`    openpgp: ${FINGERPRINT}`]);
});

const NAMES: [verdict: Verdict, name: string][] = [
  [ssh(KEY), 'ssh-Ab1-A'],
  [pgp(FINGERPRINT), 'openpgp-01234567'],
  [pgp(FINGERPRINT, undefined, 'Alice B. Example <a@example.com>'), 'alice-b.-example'],
  [pgp(FINGERPRINT, undefined, '<a@example.com>'), 'openpgp-01234567'],
  [pgp(FINGERPRINT, undefined, 'a <b> c\n'), 'a-b-c'],
  [signedBy('https://github.com/o/r/.github/workflows/ci.yml@refs/heads/main'), 'ci'],
  [signedBy('https://github.com/o/r/.github/workflows/ci.yaml@refs/heads/main'), 'ci'],
  [signedBy('https://gitlab.com/o/r//.gitlab-ci.yml@x'), 'gitlab-ci'],
  [signedBy('spiffe://x/ns/prod/sa/robot'), 'robot'],
  [signedBy('nobody@example.com'), 'signer'],
  [signedBy('@@'), 'signer'],
  [signedBy('--a??b!!c--@x'), 'a-b-c'],
  [signedBy('2026.11@x'), 's2026.11'],
  [signedBy('v2@x'), 'v2'],
  [signedBy('2nd@x'), '2nd'],
  [signedBy('true@x'), 'strue'],
  [signedBy('Null@x'), 'sNull'],
  [signedBy('truelove@x'), 'truelove'],
  [signedBy('untrue@x'), 'untrue'],
  [signedBy(`${'x'.repeat(40)}y@x`), 'x'.repeat(40)],
  [signedBy(`zz/${'-'.repeat(196)}abc`), 'abc'],
  [signedBy(`zz/${'-'.repeat(197)}abc`), 'zz'],
];
for (const [verdict, name] of NAMES)
  test(`${verdict.signature} ${verdict.signer?.subject.trim() ?? 'without a name'} is called ${name}`, async () => {
    assert.deepEqual(await namesIn(verdict), [name]);
  });

test('signers with the same name are numbered', async () => {
  const three = ['x.example', 'y.example', 'z.example'].map((host) => signedBy(`kim@${host}`));
  assert.deepEqual(await namesIn(...three), ['kim', 'kim-2', 'kim-3']);
  assert.deepEqual(await namesIn(signedBy('nobody@x'), signedBy('nobody@y')), ['signer', 'signer-2']);
  assert.deepEqual(await namesIn(signedBy('1@x'), signedBy('s1@x'), signedBy('1@y')), ['s1', 's1-2', 's1-3']);
});

const SUBJECTS = [
  'alice@example.com',
  'https://x.example/a_b+c-d@refs/heads/main',
  'true',
  'No',
  'NULL',
  'on',
  'nothing',
  'mono',
  'a: b',
  'a b',
  "it's",
  "''",
  '1234',
  '-a',
  'a#',
  'a:',
  '{a}',
  '*a',
  'ä',
];
test('a proposed signer is read back as the same signer; quotes are used only when YAML needs them', async () => {
  for (const subject of SUBJECTS) {
    const text = proposed(signedBy(subject)).text('main');
    const { policy, findings } = await readRepositoryPolicy(text, 'p', NOW);
    assert.deepEqual(findings, [], text);
    const [way] = [...(policy?.signers.values() ?? [])].flatMap(({ ways }) => ways);
    const patterns = way?.kind === 'identity' ? way.rule.matches.map(({ pattern }) => pattern) : [];
    assert.deepEqual(patterns, ['https://issuer.example.test', subject]);
    assert.match(text, /^ {4}issuer: https:\/\/issuer\.example\.test$/m);
  }
  const written = SUBJECTS.map((subject) => fieldsOf(signedBy(subject))[1]?.includes("'"));
  assert.deepEqual(
    SUBJECTS.filter((_, i) => written[i] !== true),
    ['alice@example.com', 'https://x.example/a_b+c-d@refs/heads/main', 'nothing', 'mono'],
  );
});

test('a signer whose name is not harmless is reported but not proposed, because people read the printed policy', () => {
  for (const subject of [
    'https://x/\ufe0f',
    'https://x/##vso[y]',
    'gpj\u202eexe',
    'a\u3164',
    'x\u00a0y',
    ' a',
    'a ',
    '',
  ]) {
    const text = proposed(signedBy('dev@example.test'), signedBy(subject)).text('main');
    assert.equal(
      text.split('\n').at(-2),
      `# Not proposed, because no policy can name it: ${harmless(`https://issuer.example.test ${subject}`)}`,
    );
    for (const line of text.split('\n')) assert.equal(harmless(line), line);
    assert.equal(proposed(signedBy(subject)).hasSigners, false);
  }
  assert.equal(proposed(signedBy('a', 'b\u202e')).hasSigners, false);
});
