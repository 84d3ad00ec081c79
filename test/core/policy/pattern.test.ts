import assert from 'node:assert/strict';
import { test } from 'node:test';
import { covers, patternMistake, patternsOf } from '../../../core/repository-policy/pattern.js';
import { ANY_NAME } from '../../../core/repository-policy/spelling.js';
import { PolicyLimitError, Work } from '../../../core/signer-policy/work.js';
import { sentenceOf } from '../../support/policy-problems.js';

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

test('a pattern full of stars takes no noticeable time', () => {
  const { test: matches } = patternsOf(['*a'.repeat(250)]);
  assert.equal(matches(`${'a'.repeat(4000)}b`), false);
});

test('a pattern is reported to cover another only if this is certain', () => {
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

/** Every text of these characters up to a length. */
function texts(signs: string, length: number): string[] {
  if (length === 0) return [''];
  const shorter = texts(signs, length - 1);
  const longest = shorter.filter((text) => text.length === length - 1);
  return [...shorter, ...longest.flatMap((text) => [...signs].map((sign) => text + sign))];
}

/** The meaning of a pattern, as a JavaScript expression. */
function meaning(pattern: string): RegExp {
  const source = pattern.replace(/(^|\/)\*\*\/|\*\*|\*|\?/g, (sign, before: string | undefined) => {
    if (sign.endsWith('**/')) return `${before ?? ''}(?:.*/)?`;
    return sign === '**' ? '.*' : sign === '*' ? '[^/]*' : '[^/]';
  });
  return new RegExp(`^${source}$`, 'su');
}

const PATTERNS = texts('a/*?', 4).filter((pattern) => pattern !== '' && !pattern.includes('***'));
const NAMES = texts('ab/', 4);

test('every short pattern matches what it should, and nothing else', () => {
  for (const pattern of PATTERNS) {
    const [{ test: matches }, means] = [patternsOf([pattern]), meaning(pattern)];
    for (const name of NAMES) assert.equal(matches(name), means.test(name), `${pattern} ${name}`);
  }
});

test('of several patterns, one match is enough, whatever their beginnings and ends are', () => {
  const all = ['a*', 'a*b', '*b', '**/b', 'b/*a', 'b/*b', 'b?', 'aa/b', 'b*/a', 'a?/b', '?aa'];
  for (const [i, first] of all.entries())
    for (const second of all.slice(i + 1)) {
      const { test: matches } = patternsOf([first, second]);
      for (const name of NAMES) {
        const means = meaning(first).test(name) || meaning(second).test(name);
        assert.equal(matches(name), means, `${first} ${second} ${name}`);
      }
    }
});

test('a name with a line break or a surrogate pair is matched like any other', () => {
  for (const [pattern, name] of [
    ['a?b', 'a\nb'],
    ['a*b', 'a\nb'],
    ['a\n?', 'a\nb'],
    ['?', '\u{1f600}'],
    ['\u{1f600}*', '\u{1f600}a'],
  ] as const)
    assert.ok(patternsOf([pattern]).test(name), pattern);
  assert.ok(!patternsOf(['??']).test('\u{1f600}'));
});

test('a pattern covers a part of a folder when some name in it matches, and the whole folder when every name does', () => {
  for (const pattern of PATTERNS)
    for (const folder of ['a', 'ab', 'a/a', 'b']) {
      const below = texts('ab/', 3).filter((name) => meaning(pattern).test(`${folder}/${name}`));
      const much = patternsOf([pattern]).reach(folder);
      if (much === 'all') assert.equal(below.length, texts('ab/', 3).length, `${pattern} ${folder}`);
      const some = below.some((name) => name !== '');
      assert.equal(much !== 'none', some, `${pattern} ${folder} ${below}`);
    }
  for (const [pattern, folder, much] of [
    ['a/**', 'a', 'all'],
    ['a/**', 'a/b', 'all'],
    ['**', 'a', 'all'],
    ['a/**/b', 'a', 'some'],
    ['a/*', 'a', 'some'],
    ['a/**x', 'a', 'some'],
    ['a/b', 'a', 'some'],
    ['a', 'a', 'none'],
    ['a/b', 'b', 'none'],
  ] as const)
    assert.equal(patternsOf([pattern]).reach(folder), much, `${pattern} ${folder}`);
});

test('of several patterns, the one that covers most counts', () => {
  for (const [patterns, much] of [
    [['x', 'a/b', 'a/**'], 'all'],
    [['a/**', 'a/b'], 'all'],
    [['x', 'a/b'], 'some'],
    [['x', 'y'], 'none'],
    [[], 'none'],
  ] as const)
    assert.equal(patternsOf(patterns).reach('a'), much, patterns.join());
});

const SHORT_NAMES: [pattern: string, path: string, matches: boolean][] = [
  ['a/b/c', `a/${ANY_NAME}/c`, true],
  ['a/b/c', `${ANY_NAME}/b/c`, true],
  ['a/b/c', `a/b/${ANY_NAME}`, true],
  ['a/b/c', `x/${ANY_NAME}/c`, false],
  ['a/b/c', `a/${ANY_NAME}/x`, false],
  ['a/b/c', `a/${ANY_NAME}`, false],
  ['a/b', ANY_NAME, false],
  ['a', `${ANY_NAME}/x`, false],
  ['abc', ANY_NAME, true],
  ['a*', ANY_NAME, true],
  ['*.md', `docs/${ANY_NAME}`, false],
  ['docs/?x', `docs/${ANY_NAME}`, true],
  ['docs/*.md', `docs/${ANY_NAME}`, true],
  ['**/x.json', `a/${ANY_NAME}`, true],
  ['docs/**', `docs/a/${ANY_NAME}`, true],
  ['docs/**', `src/${ANY_NAME}`, false],
];
for (const [pattern, path, matches] of SHORT_NAMES)
  test(`${pattern} ${matches ? 'may match' : 'does not match'} ${JSON.stringify(path)}, where one name can be anything`, () => {
    assert.equal(patternsOf([pattern]).test(path), matches);
    assert.equal(patternsOf(['z/z/z/z', pattern]).test(path), matches);
  });

const WRONG: [pattern: string, says: RegExp | undefined, of?: 'branches' | 'tags' | 'paths'][] = [
  ['x'.repeat(512), undefined],
  ['x'.repeat(513), /^the pattern is longer than 512 characters$/],
  ['/a', /^paths are relative to the top: write a$/],
  ['!a', /negated/],
  ['a!', undefined],
  ['a/', /^a pattern is for names, not folders: write a\/\*\*$/],
  ['./a', /no name looks like this/],
  ['a/./b', undefined],
  ['a//b', /no name looks like this/],
  ['a***', /three stars/],
  ['a**', undefined],
  ['a[b', /only \*/],
  ['a]b', /only \*/],
  ['a{b', /only \*/],
  ['a}b', /only \*/],
  ['a\\b', /only \*/],
  ['refs/heads/a', /^write a without/],
  ['refs/tags/a/refs/heads/b', /^write a\/refs\/heads\/b without/],
  ['refs/heads/a', /^write a without/, 'tags'],
  ['refs/heads/a', undefined, 'paths'],
  ['x/refs/heads/a', undefined],
  ['refs/notes/a', undefined],
];
for (const [pattern, says, of = 'branches'] of WRONG)
  test(`the pattern ${pattern.slice(0, 30)} (${pattern.length}) of ${of} is ${says ? 'a mistake' : 'none'}`, () => {
    const mistake = patternMistake(pattern, of);
    if (!says) return assert.equal(mistake, undefined);
    assert.ok(mistake);
    const before = `${of}: ${JSON.stringify(pattern)}: `;
    const said = sentenceOf('POLICY_BAD_VALUE', mistake, { field: of, pattern });
    assert.equal(said.slice(0, before.length), before);
    assert.match(said.slice(before.length), says);
  });

/** The fewest steps with which the match ends. */
function steps(run: (work: Work) => unknown): number {
  for (let most = 0; ; most++) {
    try {
      run(new Work('this', most));
      return most;
    } catch (error) {
      if (!(error instanceof PolicyLimitError)) throw error;
    }
  }
}

test('every matching step is counted, and a name with the wrong beginning or end costs only one look', () => {
  for (const [patterns, name, most] of [
    [['main'], 'main', 1],
    [['main'], 'other', 1],
    [['a*b'], 'xxxx', 2],
    [['*b'], 'xxxx', 2],
    [['a*b'], '', 1 + 1],
    [['a*bb'], 'aaa', 2],
    [['a*b'], 'axxx', 3],
    [['a*b'], 'ab', 3 + 1 + 2],
    [['a*b'], 'axb', 3 + 1 + 2 + 2],
    [['a*', 'a?'], 'ab', 2 + 1 + 1 + 2],
    [['a*', 'bc*', 'de?'], 'xyz', 3],
    [['?a', '*bb'], 'xyz', 3],
    [['ab'], ANY_NAME, 1 + 1 + 3],
    [['a/b'], `a/${ANY_NAME}`, 1 + 1 + 1 + 1 + 2],
  ] as const)
    assert.equal(
      steps((work) => patternsOf(patterns).test(name, work)),
      most,
      `${patterns} ${name}`,
    );
  assert.equal(
    steps((work) => patternsOf(['a/*']).reach('a', work)),
    1 + 1,
  );
});

test('every comparison of two lists of patterns is counted', () => {
  const cost = (outer: string[], inner: string[]) =>
    steps((work) => covers(patternsOf(outer), patternsOf(inner), work));
  assert.equal(cost(['**'], ['a', 'b']), 0);
  assert.equal(cost(['a*', 'b*'], ['a*', 'b*']), 2);
  assert.equal(cost(['x'], ['a']), 1 + 1);
  assert.equal(cost(['x'], ['a/b/c*']), 1 + 2);
  assert.equal(cost(['a/b/**'], ['a/b/c*']), 1 + 2);
  assert.equal(cost(['a/**'], ['a/b/c*']), 1 + 1);
});

test('a list of patterns is covered as a whole or not at all, and a folder only by a pattern that names all of it', () => {
  const cover = (wide: string[], narrow: string[]) => covers(patternsOf(wide), patternsOf(narrow));
  assert.ok(cover(['a', 'b'], ['b', 'a']));
  assert.ok(!cover(['a'], ['a', 'b']));
  assert.ok(!cover(['a'], ['b', 'a']));
  assert.ok(cover(['a/b/**'], ['a/b/c/d*']));
  assert.ok(cover(['a/**'], ['a/**']));
  assert.ok(cover(['a/**'], ['a/b/*/c']));
  assert.ok(cover(['x', '/**'], ['/a*']));
  assert.ok(!cover(['a/**'], ['b/a/c*']));
  assert.ok(!cover(['a/b/**'], ['a/*/b/c']));
  assert.ok(!cover(['?'], ['*']));
  assert.ok(!cover(['a?'], ['a*']));
});

test('patterns without case match names without case', () => {
  const { caseless } = patternsOf(['Docs/**', '\u00c9']);
  assert.deepEqual(caseless().patterns, ['docs/**', '\u00e9']);
  assert.ok(caseless().test('docs/a'));
  assert.equal(caseless(), caseless(), 'they are made once');
});
