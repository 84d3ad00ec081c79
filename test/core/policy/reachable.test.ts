import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lightweightTagProblem, sameRules } from '../../../core/repository-policy/index.js';
import { isFor, shadowedBy } from '../../../core/repository-policy/reachable.js';
import { Work } from '../../../core/signer-policy/work.js';
import { GOOGLE, policyOf } from '../../support/policy.js';
import { found, problemsOf } from '../../support/policy-problems.js';

const SIGNERS = `signers:\n  alice: {issuer: ${GOOGLE}, subject: alice@example.com}\n`;
const rules = (...list: string[]) =>
  `${SIGNERS}rules:\n${list.map((rule) => `  - {${rule}${rule && ', '}signers: alice}\n`).join('')}`;

const PAIRS: [earlier: string, later: string, shadowed: boolean][] = [
  ['', '', true],
  ['', 'branches: a', true],
  ['', 'tags: a', true],
  ['', 'paths: a', true],
  ['', 'branches: a, paths: b', true],
  ['', 'branches: a, tags: b', true],
  ['branches: a', '', false],
  ['branches: a', 'branches: a', true],
  ['branches: a', 'branches: b', false],
  ['branches: a/**', 'branches: a/b', true],
  ['branches: a', 'branches: [a, b]', false],
  ['branches: [a, b]', 'branches: a', true],
  ['branches: a', 'tags: a', false],
  ['branches: a', 'branches: a, paths: b', true],
  ['branches: a', 'branches: a, tags: b', false],
  ['branches: a', 'paths: b', false],
  ['branches: "**"', '', false],
  ['branches: "**"', 'branches: a', true],
  ['branches: "**"', 'paths: a', false],
  ['branches: a, paths: b', 'branches: a', false],
  ['branches: a, paths: b', 'branches: a, paths: b', true],
  ['branches: a, paths: b', 'branches: a, paths: c', false],
  ['branches: a, paths: b/**', 'branches: a, paths: b/c', true],
  ['branches: a, paths: b', 'branches: c, paths: b', false],
  ['tags: a', '', false],
  ['tags: a', 'tags: a', true],
  ['tags: a', 'tags: b', false],
  ['tags: "**"', 'tags: b', true],
  ['tags: a', 'branches: a', false],
  ['tags: a', 'paths: b', false],
  ['tags: a', 'branches: a, tags: a', false],
  ['branches: a, tags: b', 'tags: b', true],
  ['branches: a, tags: b', 'branches: a', true],
  ['branches: a, tags: b', 'branches: a, tags: b', true],
  ['branches: a, tags: b', 'branches: a, tags: c', false],
  ['branches: a, tags: b', 'branches: c, tags: b', false],
  ['paths: b', '', false],
  ['paths: b', 'paths: b', true],
  ['paths: b/**', 'paths: b/c', true],
  ['paths: b', 'paths: c', false],
  ['paths: b', 'branches: a, paths: b', true],
  ['paths: b', 'branches: a', false],
  ['paths: b', 'tags: a', false],
];
for (const [earlier, later, shadowed] of PAIRS)
  test(`{${later}} is ${shadowed ? 'never' : 'sometimes'} reached below {${earlier}}`, async () => {
    const expected = shadowed ? ['5:5 error POLICY_UNREACHABLE_RULE'] : [];
    assert.deepEqual(await problemsOf(rules(earlier, later)), expected);
  });

test('a rule is shadowed only by a single rule above it, and the first of these is named', async () => {
  assert.deepEqual(await problemsOf(rules('branches: a', 'branches: b', 'branches: [a, b]')), []);
  assert.deepEqual(
    await problemsOf(rules('branches: x', 'branches: [a, b]', 'branches: a*', 'branches: a')),
    ['7:5 error POLICY_UNREACHABLE_RULE'],
  );
  const { problems } = await found(rules('branches: x', 'branches: [a, b]', 'branches: a*', 'branches: a'));
  assert.deepEqual(
    problems.map(({ relatedLine }) => relatedLine),
    [5],
  );
  assert.match(problems[0]?.message ?? '', /^"rule 4" is never reached: "rule 2" \(line 5\)/);
});

test('a rule whose patterns are invalid is not called unreachable too', async () => {
  assert.deepEqual(await problemsOf(rules('branches: x', 'branches: "[a]"')), [
    '5:16 error POLICY_BAD_VALUE',
  ]);
});

test('an invalid pattern makes no rule unreachable, even if a pattern above matches its text', async () => {
  assert.deepEqual(await problemsOf(rules('branches: x*', 'branches: "x[a]"')), [
    '5:16 error POLICY_BAD_VALUE',
  ]);
});

test('below a rule for tags that wrongly has paths, a rule for the same tags is unreachable', async () => {
  assert.deepEqual(await problemsOf(rules('tags: a, paths: b', 'tags: a')), [
    '4:6 error POLICY_BAD_VALUE',
    '5:5 error POLICY_UNREACHABLE_RULE',
  ]);
});

test('where there is no rule, no rule is shadowed', async () => {
  const all = (await policyOf(rules(''))).rules;
  assert.equal(shadowedBy(all, 1, new Work('this')), undefined);
});

test('the kinds of object that a rule covers follow from its fields', async () => {
  for (const [rule, branches, tags] of [
    ['', true, true],
    ['branches: a', true, false],
    ['paths: a', true, false],
    ['tags: a', false, true],
    ['branches: a, tags: b', true, true],
  ] as const) {
    const [read] = (await policyOf(rules(rule))).rules;
    assert.ok(read);
    assert.deepEqual([isFor(read, 'branches'), isFor(read, 'tags')], [branches, tags], rule);
  }
});

test('a lightweight tag is a problem if any rule says who may create the tag', async () => {
  for (const [list, problem] of [
    [['branches: "**"'], false],
    [['paths: a'], false],
    [['tags: v*'], true],
    [['tags: x*'], false],
    [['tags: x*', 'tags: v*'], true],
    [['tags: x*', ''], true],
    [['branches: x, tags: v*'], true],
    [['branches: v1, tags: x'], false],
  ] as const) {
    const said = lightweightTagProblem(await policyOf(rules(...list)), 'v1');
    assert.equal(said !== undefined, problem, list.join());
  }
});

test('branches have the same rules if every rule covers both or neither', async () => {
  for (const [list, same] of [
    [[''], true],
    [['paths: a'], true],
    [['tags: a'], true],
    [['branches: a'], false],
    [['branches: b'], false],
    [['branches: [a, b]'], true],
    [['branches: "*"'], true],
    [['branches: c'], true],
    [['branches: c', 'branches: a'], false],
    [['branches: a', 'branches: c'], false],
    [['branches: a, tags: b', ''], false],
    [['branches: c, tags: b'], true],
  ] as const)
    assert.equal(sameRules(await policyOf(rules(...list)), 'a', 'b'), same, list.join());
});
