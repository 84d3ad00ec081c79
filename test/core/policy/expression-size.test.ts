import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classWork, expressionSize } from '../../../core/signer-policy/expression-size.js';
import { Expressions } from '../../../core/signer-policy/index.js';

const SIZES: [pattern: string, size: number][] = [
  ['', 0],
  ['abc', 3],
  ['a|b', 3],
  ['a.', 2],
  ['a+', 2],
  ['a*?', 3],
  ['a{3}', 3],
  ['ab{3}', 4],
  ['ab{3}c', 5],
  ['a{3,}', 3],
  ['a{2,5}', 5],
  ['a{5,2}', 5],
  ['a{0}', 1],
  ['a{0,0}', 1],
  ['a{1}', 1],
  ['a+{3}', 6],
  ['a{2}{3}', 6],
  ['a{x}', 4],
  ['{3}', 0],
  ['({3})', 2],
  ['(ab)', 4],
  ['x(ab)y', 6],
  ['(ab){3}', 12],
  ['x(ab){3}', 13],
  ['(ab)+', 5],
  ['(ab)+{2}', 10],
  ['(a(b){2}){3}', 27],
  ['()', 2],
  ['(a(b', 2],
  ['x(a(bc', 4],
  ['a)b', 4],
  ['(?:a)', 5],
  ['[abc]', 1],
  ['[abc]{4}', 4],
  ['[]a]', 1],
  ['[^]a]', 1],
  ['[a\\]b]', 1],
  ['[[:alpha:]x]', 1],
  ['[a', 1],
  ['\\(a\\)', 3],
  ['\\p{Lu}x', 2],
  ['\\P{Lu}{2}', 2],
  ['\\pLx', 3],
  ['\\Qa(b\\E', 7],
  ['\\Qab\\E{2}', 12],
  ['\\Qab', 4],
  ['a\\+', 2],
  ['a\n', 2],
  ['\u{1f600}{2}', 2],
  ['a{9007199254}b', 9_007_199_255],
  ['a{9007199255}b', 9_007_199_255],
];
for (const [pattern, size] of SIZES)
  test(`the expression ${JSON.stringify(pattern)} has ${size} characters with its repetitions`, () => {
    assert.equal(expressionSize(pattern), size);
  });

const CLASSES: [pattern: string, work: number][] = [
  ['[a-z0-9_.-]+', 0],
  ['\\pL', 20],
  ['\\PL[^\\p{Lu}\\d]', 40],
  ['[\u0100-\u{1e942}]', 0],
  ['(?i)[\u0100-\u{1e942}]', 500],
  ['(?s-i)[\\x{100}-\\x{1e942}a-\u00ff]', 0],
  ['(?si)[\\x{100}-\\x{1e942}a-\u00ff]', 1000],
  ['(?i)[a-z]-x-', 0],
  ['(?s)[a-\u00ff]', 0],
];
for (const [pattern, work] of CLASSES)
  test(`the classes of ${JSON.stringify(pattern)} are worth ${work} more steps`, () => {
    assert.equal(classWork(pattern), work);
  });

test('nested repetitions are multiplied', () => {
  const deep = `${'('.repeat(30)}a${'{1000})'.repeat(30)}`;
  assert.ok(expressionSize(deep) > 9e9);
  assert.ok(expressionSize('((((a{1000}){1000}){1000}){1000}') >= 1000 ** 4);
});

test('an expression is compiled once, and gives its size, its full matches and its partial matches', async () => {
  const expressions = new Expressions();
  const first = await expressions.compile('subject', 'a+b');
  assert.equal(await expressions.compile('issuer', 'a+b'), first);
  assert.notEqual(await expressions.compile('issuer', 'a+c'), first);
  const { RE2JS } = await import('re2js');
  assert.equal(first.size, RE2JS.compile('a+b').programSize());
  assert.deepEqual([first.whole('aab'), first.whole('xaab'), first.whole('aabx')], [true, false, false]);
  assert.deepEqual([first.part('aab'), first.part('xaabx'), first.part('a')], [true, true, false]);
});

test('the size of an expression is estimated from its text, and never far below its compiled size', async () => {
  const { RE2JS } = await import('re2js');
  for (const pattern of [
    'https://github\\.com/org/repo/\\.github/workflows/release\\.yml@refs/tags/v.*',
    '(?:a|b|c|[d-f]){300}',
    '(?:(?:a{2,10}){2,10}){2,10}',
    '(?i)\\p{L}{500}',
    'a{1000}b{2,}c{0,3}(d+e*)?',
    '[[:alpha:]\\]x]{30}\\Qa.b\\E(?P<n>x){7}',
    '((((a){5}){5}){5}){5}',
    '\\x{10FFFF}{40}[^]a]{9}|b|c',
  ]) {
    const compiled = RE2JS.compile(pattern).programSize();
    assert.ok(
      expressionSize(pattern) * 3 + 10 >= compiled,
      `${pattern}: ${expressionSize(pattern)} ${compiled}`,
    );
  }
});

test('two equal expressions of one policy count as one', async () => {
  const expressions = new Expressions();
  assert.equal(await expressions.compile('subject', 'a+'), await expressions.compile('issuer', 'a+'));
});
