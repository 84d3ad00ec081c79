import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluatePolicy } from '../../../core/repository-policy/index.js';
import { signersMeant } from '../../../core/repository-policy/who.js';
import type { Verdict } from '../../../core/verdict/index.js';
import { commitFacts, commitId, GOOGLE, NOW, policyOf, verdictOf } from '../../support/policy.js';

const KEY = `SHA256:${'A'.repeat(43)}`;
const PGP = 'AB'.repeat(20);
const POLICY = `signers:
  alice: {issuer: ${GOOGLE}, subject: alice@example.com}
  main: {issuer: ${GOOGLE}, subject: alice@example.com, sourceRepositoryRef: refs/heads/main}
  key: {ssh: '${KEY}'}
  pgp: {openpgp: '${PGP}'}
rules: [{signers: [alice, main, key, pgp]}]
`;
const claims = { sourceRepositoryRef: 'refs/heads/main' };
const ALICE = verdictOf('valid', {});
const ssh = (key: string): Verdict => ({ ...verdictOf('valid', undefined, 'ssh'), key });
const pgp = (key: string, primaryKey = key): Verdict => ({
  ...verdictOf('valid', undefined, 'openpgp'),
  key,
  primaryKey,
});
const WHO: [what: string, verdict: Verdict, names: string[]][] = [
  ['an identity', ALICE, ['alice']],
  ['another subject', verdictOf('valid', { subject: 'bob@example.com' }), []],
  ['another issuer', verdictOf('valid', { issuer: 'https://x.example' }), []],
  ['a claim besides', verdictOf('valid', { claims }), ['alice', 'main']],
  ['another value of the claim', verdictOf('valid', { claims: { sourceRepositoryRef: 'x' } }), ['alice']],
  ['a name that its maker chose', verdictOf('valid', { scheme: 'x509' }), []],
  ['another kind of signature', verdictOf('valid', {}, 'x509'), []],
  ['a signature without a name', verdictOf('valid'), []],
  ['an SSH key', ssh(KEY), ['key']],
  ['another SSH key', ssh(`SHA256:${'B'.repeat(43)}`), []],
  ['an SSH fingerprint of an OpenPGP key', { ...ssh(KEY), signature: 'openpgp' }, []],
  ['an OpenPGP key', pgp(PGP), ['pgp']],
  ['another OpenPGP key', pgp('CD'.repeat(20)), []],
  ['another OpenPGP key of the primary key', pgp('CD'.repeat(20), PGP), ['pgp']],
  ['an OpenPGP fingerprint of an SSH key', { ...pgp(PGP), signature: 'ssh' }, []],
];

test('the signer found for a signature does not depend on earlier questions', async () => {
  for (const order of [WHO, [...WHO].reverse()]) {
    const policy = await policyOf(POLICY);
    for (const [what, verdict, names] of [...order, ...order])
      assert.deepEqual(
        signersMeant(policy, verdict).map(({ name }) => name),
        names,
        what,
      );
  }
});

test('the answer for the same signature is remembered, for up to a thousand signatures', async () => {
  const policy = await policyOf(POLICY);
  const meant = (subject: string) => signersMeant(policy, verdictOf('valid', { subject }));
  const first = meant('alice@example.com');
  for (let i = 1; i < 1000; i++) meant(`x${i}`);
  assert.equal(meant('alice@example.com'), first);
  meant('x1000');
  const again = meant('alice@example.com');
  assert.notEqual(again, first);
  assert.deepEqual(again, first);
});

test('the search for a signer counts every alternative of every signer, and an expression by its size', async () => {
  const huge = (sizes: number) =>
    `signers:\n${Array.from({ length: sizes }, (_, i) => `  s${i}: {issuer: ${GOOGLE}, subjectRegExp: 'x${i}a{1000}'}\n`).join('')}rules: [{signers: s0}]\n`;
  const policy = await policyOf(huge(13));
  const verdict = verdictOf('valid', { subject: 'y'.repeat(4000) });
  const { decision, traces } = await evaluatePolicy(policy, commitFacts(), verdict, NOW);
  assert.deepEqual(decision, {
    decision: 'cannot-answer',
    detail:
      'the policy: finding the signer among those of the policy takes more work than is done for one answer',
  });
  assert.deepEqual(traces, []);
  const fewer = await policyOf(huge(12));
  assert.equal((await evaluatePolicy(fewer, commitFacts(), verdict, NOW)).decision.decision, 'refused');
});

const REVOKED: [revoked: string, verdict: Verdict, who: string, from: string][] = [
  ['signer: alice, since: 2026-03-01', ALICE, 'alice', '2026-03-01'],
  [`signer: alice, since: ${commitId('c')}`, ALICE, 'alice', 'commit cccccccccccc'],
  [`subject: alice@example.com, since: 2026-03-01`, ALICE, 'alice@example.com', '2026-03-01'],
  [
    `issuer: ${GOOGLE}, subject: alice@example.com, since: 2026-03-01`,
    ALICE,
    'alice@example.com',
    '2026-03-01',
  ],
  [`issuer: ${GOOGLE}, since: 2026-03-01`, ALICE, GOOGLE, '2026-03-01'],
  [`ssh: '${KEY}', since: 2026-03-01`, ssh(KEY), KEY, '2026-03-01'],
  [`openpgp: '${PGP}', since: 2026-03-01`, pgp(PGP), PGP, '2026-03-01'],
];
for (const [revoked, verdict, who, from] of REVOKED)
  test(`the refusal by {${revoked}} says who is revoked, from when on and why`, async () => {
    for (const item of [`${revoked}, reason: stolen`, `reason: stolen, ${revoked}`, revokedFrom(revoked)]) {
      const policy = await policyOf(`${POLICY}revoked: [{${item}}]\n`);
      const { decision, rule } = await evaluatePolicy(policy, commitFacts(), verdict, NOW);
      assert.deepEqual(decision, {
        decision: 'refused',
        reason: 'SIGNER_REVOKED',
        detail: `the policy: ${who} is no longer trusted from ${from} on: stolen`,
      });
      assert.equal(rule, undefined);
    }
  });

/** The same object with its members in reverse order. */
function revokedFrom(revoked: string): string {
  return [...revoked.split(', ').reverse(), 'reason: stolen'].join(', ');
}

test('the search for a revoked signer is counted too', async () => {
  const revoked = Array.from(
    { length: 13 },
    (_, i) => `{subjectRegExp: 'x${i}a{1000}', since: 2026-03-01, reason: x}`,
  );
  const policy = await policyOf(`${POLICY}revoked: [${revoked.join(', ')}]\n`);
  const verdict = verdictOf('valid', { subject: 'y'.repeat(4000) });
  const { decision } = await evaluatePolicy(policy, commitFacts(), verdict, NOW);
  assert.match(
    decision.detail,
    /^the policy: finding the signer among those who are revoked takes more work/,
  );
});

test('a signer with several alternatives matches any of them', async () => {
  const policy = await policyOf(
    `signers:\n  alice: [{issuer: ${GOOGLE}, subject: alice@example.com}, {ssh: '${KEY}'}]\nrules: [{signers: alice}]\n`,
  );
  for (const verdict of [ALICE, ssh(KEY)]) assert.equal(signersMeant(policy, verdict).length, 1);
  assert.equal(signersMeant(policy, pgp(PGP)).length, 0);
});

test('a revocation counts from a date or from a commit', async () => {
  const revoked = (since: string) => `${POLICY}revoked: [{signer: alice, since: ${since}, reason: x}]\n`;
  const sinceOf = async (since: string) => (await policyOf(revoked(since))).revoked[0]?.since;
  assert.deepEqual(await sinceOf(commitId('c')), { kind: 'commit', id: commitId('c') });
  assert.deepEqual(await sinceOf('2026-03-01'), { kind: 'date', time: Date.UTC(2026, 2, 1) / 1000 });
});
