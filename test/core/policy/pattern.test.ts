import assert from 'node:assert/strict';
import { test } from 'node:test';
import { covers, patternsOf } from '../../../core/policy/repository/pattern.js';

const CASES: [pattern: string, matching: string[], other: string[]][] = [
  ['main', ['main'], ['Main', 'main2', 'x/main', '']],
  ['*', ['main', 'a.b'], ['a/b']],
  ['**', ['main', 'a/b/c', ''], []],
  ['feature/*', ['feature/x'], ['feature/x/y', 'feature', 'features/x']],
  ['docs/**', ['docs/a', 'docs/a/b'], ['docs', 'doc/a', 'x/docs/a']],
  [
    '**/package.json',
    ['package.json', 'a/package.json', 'a/b/package.json'],
    ['xpackage.json', 'a/xpackage.json', 'packageXjson'],
  ],
  ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['ab', 'a/xb', 'a/b/c', 'xa/b']],
  ['**/a/**/b', ['a/b', 'x/a/y/b'], ['a/xb', 'xa/b']],
  ['v?.*', ['v1.0', 'v1.'], ['v10.0', 'v/.0']],
  ['v1.+(x)', ['v1.+(x)'], ['v11x']],
  ['*a*a*a*a*', ['aaaa', 'xaxaxaxa'], ['aaa']],
  ['é?', ['é\u{1f600}'], ['é']],
];
for (const [pattern, matching, other] of CASES)
  test(`the pattern ${pattern} covers whole names only`, () => {
    const { test: matches } = patternsOf([pattern]);
    for (const name of matching) assert.ok(matches(name), name);
    for (const name of other) assert.ok(!matches(name), name);
  });

test('a pattern full of stars takes no time that matters', () => {
  const { test: matches } = patternsOf(['*a'.repeat(250)]);
  assert.equal(matches(`${'a'.repeat(4000)}b`), false);
});

test('a pattern is said to cover another only when it surely does', () => {
  const cover = (wide: string, narrow: string) => covers(patternsOf([wide]), patternsOf([narrow]));
  for (const [wide, narrow] of [
    ['**', 'a/*'],
    ['a/**', 'a/b*'],
    ['a/*', 'a/b'],
    ['x*', 'x*'],
  ] as const)
    assert.ok(cover(wide, narrow), `${wide} ${narrow}`);
  for (const [wide, narrow] of [
    ['*', '**'],
    ['a/*', 'a/**'],
    ['a/**', 'a*'],
    ['a*/**', 'ab/c*'],
  ] as const)
    assert.ok(!cover(wide, narrow), `${wide} ${narrow}`);
});
