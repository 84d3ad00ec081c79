import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluatePolicy, type ObjectFacts, withPolicyAnswer } from '../../../core/repository-policy/index.js';
import type { SignedAt, Verdict } from '../../../core/verdict/index.js';
import { commitFacts, commitId, GOOGLE, NOW, policyOf, verdictOf } from '../../support/policy.js';

const SIGNERS = `
signers:
  alice: {issuer: ${GOOGLE}, subject: alice@example.com}
  bob: {issuer: ${GOOGLE}, subject: bob@example.com}
`;
const ALL = 'rules: [{name: all, signers: alice}]\n';
const ALICE = verdictOf('valid', {});
const BOB = verdictOf('valid', { subject: 'bob@example.com' });
const UNSIGNED = verdictOf('unsigned');

async function judge(
  rules: string,
  verdict: Verdict,
  over: Partial<ObjectFacts> = {},
  now = NOW,
): Promise<Verdict> {
  const policy = await policyOf(`${SIGNERS}${rules}`);
  return withPolicyAnswer(verdict, await evaluatePolicy(policy, commitFacts(over), verdict, now));
}

const reason = ({ checks }: Verdict) => checks.find(({ name }) => name === 'signer')?.reason;

const [OLD, NEW] = [commitId('c'), commitId('d')];
const before = (...commits: string[]) => ({ isBefore: async (id: string) => commits.includes(id) });
const both = { paths: async () => ['docs/a', 'src/a'] };
const TWO = (docs: string, rest: string) =>
  `rules: [{name: docs, paths: docs/**, signers: alice${docs}}, {name: rest, signers: alice${rest}}]\n`;
const since = (id: string) => `, requiredSince: ${id}`;

test('with two deciding rules, both must exempt a commit of this age', async () => {
  const rules = TWO(since(OLD), since(NEW));
  assert.equal(reason(await judge(rules, UNSIGNED, { ...both, ...before(OLD, NEW) })), 'EXEMPT');
  for (const one of [OLD, NEW])
    assert.equal(reason(await judge(rules, UNSIGNED, { ...both, ...before(one) })), 'SIGNATURE_REQUIRED');
  for (const half of [TWO(since(OLD), ''), TWO('', since(OLD))])
    assert.equal(reason(await judge(half, UNSIGNED, { ...both, ...before(OLD) })), 'SIGNATURE_REQUIRED');
});

test('the age limit of another rule does not exempt a commit that only one rule decides', async () => {
  const rules = TWO(since(OLD), '');
  const docs = { paths: async () => ['docs/a'] };
  assert.equal(reason(await judge(rules, UNSIGNED, { ...docs, ...before(OLD) })), 'EXEMPT');
  const rest = { paths: async () => ['src/a'] };
  assert.equal(reason(await judge(rules, UNSIGNED, { ...rest, ...before(OLD) })), 'SIGNATURE_REQUIRED');
});

const exceptions = (...ends: string[]) =>
  `exceptions:\n${ends.map((until) => `  - {objects: ['${commitId('1')}'], reason: until ${until}, until: '${until}'}\n`).join('')}${ALL}`;

test('of two exceptions for one object, the one that ends last counts, in either order', async () => {
  for (const ends of [
    ['2026-01-31', '2027-01-31'],
    ['2027-01-31', '2026-01-31'],
    ['2026-12-31', '2027-01-31'],
    ['2027-01-31', '2026-12-31'],
  ]) {
    const { exempt } = await judge(exceptions(...ends), UNSIGNED);
    assert.equal(exempt?.reason, 'until 2027-01-31', ends.join());
    assert.match(exempt?.rule ?? '', new RegExp(`^exception at line ${ends[0] === '2027-01-31' ? 6 : 7}$`));
  }
});

test('when both exceptions for one object have ended, the answer names the one that ended last', async () => {
  for (const ends of [
    ['2025-01-31', '2026-01-31'],
    ['2026-01-31', '2025-01-31'],
  ]) {
    const verdict = await judge(exceptions(...ends), BOB);
    assert.deepEqual(
      [verdict.outcome, reason(verdict), verdict.exempt],
      ['refused', 'EXCEPTION_EXPIRED', undefined],
    );
    const [check] = verdict.checks;
    assert.match(check?.detail ?? '', /ended at 2026-01-31T23:59:59Z/);
  }
});

test('an exception for one object does not apply to another', async () => {
  const rules = `exceptions: [{objects: ['${commitId('2')}'], reason: x, until: 2027-01-31}]\n${ALL}`;
  assert.equal(reason(await judge(rules, UNSIGNED)), 'SIGNATURE_REQUIRED');
  assert.equal(reason(await judge(rules, UNSIGNED, { id: commitId('2') })), 'EXEMPT');
});

test('an exception counts until the last second of its day, or until the second that it names', async () => {
  const end = Date.UTC(2026, 11, 31, 23, 59, 59) / 1000;
  for (const [until, last] of [
    ['2026-12-31', end],
    ['2026-12-31T12:00:00Z', end - 12 * 3600 + 1],
  ] as const) {
    assert.equal(reason(await judge(exceptions(until), UNSIGNED, {}, last)), 'EXEMPT', until);
    assert.equal(reason(await judge(exceptions(until), UNSIGNED, {}, last + 1)), 'EXCEPTION_EXPIRED', until);
  }
});

const MARCH = Date.UTC(2026, 2, 1) / 1000;
const signedAt = (time: number, source: SignedAt['source'] = 'rekor') => ({
  ...ALICE,
  signedAt: { time, source },
});

test('a revoked signer is trusted until the second before the date, and no longer from then on', async () => {
  const noon = MARCH + 12 * 3600;
  for (const [date, first] of [
    ['2026-03-01', MARCH],
    ['2026-03-01T12:00:00Z', noon],
  ] as const) {
    const rules = `revoked: [{signer: alice, since: '${date}', reason: stolen}]\n${ALL}`;
    assert.equal((await judge(rules, signedAt(first - 1))).outcome, 'verified', date);
    assert.equal(reason(await judge(rules, signedAt(first))), 'SIGNER_REVOKED', date);
    assert.equal(reason(await judge(rules, signedAt(first + 1))), 'SIGNER_REVOKED', date);
  }
});

test('only a proven time can be earlier than a revocation', async () => {
  const rules = `revoked: [{signer: alice, since: '2026-03-01', reason: stolen}]\n${ALL}`;
  for (const source of ['rekor', 'timestamp'] as const)
    assert.equal((await judge(rules, signedAt(MARCH - 1, source))).outcome, 'verified', source);
  for (const source of ['sct', 'unproven'] as const)
    assert.equal(reason(await judge(rules, signedAt(MARCH - 1, source))), 'SIGNER_REVOKED', source);
  const { signedAt: _, ...never } = ALICE;
  assert.equal(reason(await judge(rules, never)), 'SIGNER_REVOKED');
});

test('of two revocations of one signer, the one that refuses counts, in either order', async () => {
  for (const dates of [
    ['2026-12-01', '2026-03-01'],
    ['2026-03-01', '2026-12-01'],
  ]) {
    const list = dates.map((date) => `{signer: alice, since: '${date}', reason: since ${date}}`);
    const verdict = await judge(`revoked: [${list.join(', ')}]\n${ALL}`, signedAt(MARCH));
    assert.equal(reason(verdict), 'SIGNER_REVOKED');
    assert.match(verdict.checks[0]?.detail ?? '', /since 2026-03-01/);
  }
});

test('the commit that a revocation names is refused too, and so is an unsigned commit that requiredSince names', async () => {
  const revoked = `revoked: [{signer: alice, since: ${OLD}, reason: stolen}]\n${ALL}`;
  assert.equal(reason(await judge(revoked, ALICE, { id: OLD, ...before() })), 'SIGNER_REVOKED');
  assert.equal(
    reason(await judge(`requiredSince: ${OLD}\n${ALL}`, UNSIGNED, { id: OLD, ...before() })),
    'SIGNATURE_REQUIRED',
  );
});

const IS_AUTHOR = (who: string) => `rules: [{name: all, signers: [key, alice, pgp], signerIs: ${who}}]\n`;
const KEY = `SHA256:${'A'.repeat(43)}`;
const WITH_KEY = `  key: {ssh: '${KEY}', emails: key@example.com}\n  pgp: {openpgp: '${'AB'.repeat(20)}', emails: pgp@example.com}\n`;

test('a name that signers choose themselves makes nobody the author', async () => {
  const ssh: Verdict = { ...verdictOf('valid', { issuer: 'ssh', scheme: 'ssh' }, 'ssh'), key: KEY };
  const pgp: Verdict = {
    ...verdictOf('valid', { issuer: 'openpgp', scheme: 'openpgp' }, 'openpgp'),
    key: 'AB'.repeat(20),
  };
  for (const verdict of [ssh, pgp]) {
    assert.equal(verdict.signer?.subject, 'alice@example.com');
    for (const [person, code] of [
      ['author', 'AUTHOR_MISMATCH'],
      ['committer', 'COMMITTER_MISMATCH'],
    ])
      assert.equal(reason(await judge(`${WITH_KEY}${IS_AUTHOR(person ?? '')}`, verdict)), code);
  }
});

test('only an e-mail identity is an address: a workflow or a user name that looks like one is not', async () => {
  for (const subjectType of ['uri', 'other-name'])
    assert.equal(
      reason(await judge(`${WITH_KEY}${IS_AUTHOR('author')}`, verdictOf('valid', { subjectType } as never))),
      'AUTHOR_MISMATCH',
    );
});

test('what the user refuses stays refused when the policy allows it or cannot answer', async () => {
  const refused = verdictOf('refused', {});
  assert.equal((await judge(ALL, refused)).outcome, 'refused');
  assert.equal((await judge(ALL, refused, { unreadable: true })).outcome, 'refused');
});
