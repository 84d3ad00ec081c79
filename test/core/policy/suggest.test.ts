import assert from 'node:assert/strict';
import { test } from 'node:test';
import { didYouMean, nearest } from '../../../core/repository-policy/suggest.js';

const SLIPS: [word: string, known: string, what: string][] = [
  ['subject', 'subject', 'the word itself'],
  ['SUBJECT', 'subject', 'another case'],
  ['subject', 'SUBJECT', 'another case of the known one'],
  ['subjct', 'subject', 'a letter that is missing'],
  ['subjct', 'sxubject', 'two letters that are missing'],
  ['ubject', 'subject', 'the first letter missing'],
  ['subjec', 'subject', 'the last letter missing'],
  ['subjecct', 'subject', 'a letter too many'],
  ['xsubjectx', 'subject', 'a letter too many at both ends'],
  ['subzect', 'subject', 'another letter'],
  ['xubjecx', 'subject', 'two other letters'],
  ['usbject', 'subject', 'two neighbours swapped at the start'],
  ['subjetc', 'subject', 'two neighbours swapped at the end'],
  ['usbjetc', 'subject', 'two pairs of neighbours swapped'],
  ['subejct', 'subject', 'two neighbours swapped in the middle'],
  ['subejcts', 'subject', 'two neighbours swapped and a letter too many'],
  ['sbuject2', 'subject', 'a swap and a digit'],
  ['tgas', 'tags', 'a swap in a short word'],
  ['aabb', 'abab', 'a swap between letters that repeat'],
  ['abcdef', 'acbdfe', 'two swaps in a row'],
  ['abcd', 'badc', 'nothing but swaps'],
  ['ab', 'aab', 'a repeated letter'],
  ['ax', 'ab', 'one of two letters'],
];
for (const [word, known, what] of SLIPS)
  test(`${word} is near ${known}: ${what}`, () => {
    assert.equal(nearest(word, [known]), known);
    assert.equal(nearest(word, ['zzzzzzzzzz', known]), known);
  });

const OTHERS: [word: string, known: string][] = [
  ['subject', 'issuer'],
  ['subj', 'subject'],
  ['subjectxyz', 'subject'],
  ['xubzecx', 'subject'],
  ['sxubyjezct', 'subject'],
  ['abcdefgh', 'badcfehg'],
  ['abcdefgh', 'cdefghij'],
  ['ab', 'xy'],
  ['ba', 'cd'],
  ['b', 'a'],
  ['xy', 'xab'],
  ['', 'a'],
  ['abcxyz', 'abc'],
];
for (const [word, known] of OTHERS)
  test(`${JSON.stringify(word)} is not near ${known}`, () => {
    assert.equal(nearest(word, [known]), undefined);
  });

test('in a short word, half of the letters must be right', () => {
  assert.equal(nearest('xyz', ['ab']), undefined);
  assert.equal(nearest('axy', ['abc']), undefined);
  assert.equal(nearest('axc', ['abc']), 'abc');
  assert.equal(nearest('axyd', ['abcd']), 'abcd');
});

test('the nearest of several words is suggested, and the first of equally near ones', () => {
  assert.equal(nearest('signer', ['signals', 'signers', 'signerIs']), 'signers');
  assert.equal(nearest('branchs', ['branchxy', 'branches']), 'branches');
  assert.equal(nearest('cat', ['car', 'cap']), 'car');
  assert.equal(nearest('cat', []), undefined);
});

test('a word of more than 64 characters gets no suggestion', () => {
  const known = 'k'.repeat(65);
  assert.equal(nearest('k'.repeat(64), [known]), known);
  assert.equal(nearest('k'.repeat(65), [known]), undefined);
});

test('a suggestion is a question after the message, or nothing', () => {
  assert.equal(didYouMean('subjct', ['issuer', 'subject']), '; did you mean "subject"?');
  assert.equal(didYouMean('xyz', ['issuer', 'subject']), '');
});

test('for every pair of short words, the edit distance equals that of a simple count', () => {
  const words = [
    '',
    ...['a', 'b', 'c'].flatMap((x) =>
      ['', 'a', 'b', 'c'].flatMap((y) => ['', 'a', 'b', 'c'].map((z) => x + y + z)),
    ),
  ];
  for (const word of words)
    for (const other of words) {
      const [a, b] = [`${word}QQQQ${word}`, `${other}QQQQ${other}`];
      assert.equal(nearest(a, [b]), plainDistance(a, b) <= 2 ? b : undefined, `${a} ${b}`);
    }
});

/** The number of edits and swaps of neighbours (optimal string alignment), without a limit. */
function plainDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, i) => i)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      rows[i]?.push(
        Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, swapped ? at(i - 2, j - 2) + 1 : replaced),
      );
    }
  }
  return at(a.length, b.length);
}
