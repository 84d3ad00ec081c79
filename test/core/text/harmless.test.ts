import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harmless, harmlessField, LONGEST_TEXT } from '../../../core/harmless/index.js';

test('ordinary names of any script are left as they are', () => {
  for (const name of ['dev@example.com', 'Zoë Ärger <z@ä.example>', '山田太郎', 'עברית', 'a\\x1b', 'e\u0301'])
    assert.equal(harmless(name), name);
});

test('line breaks are made visible, so that no name starts a second line', () => {
  for (const [raw, shown] of [
    ['a\nb', 'a\\x0ab'],
    ['a\r\nb', 'a\\x0d\\x0ab'],
    ['a\u0085b', 'a\\x85b'],
    ['a\u2028b\u2029', 'a\\u{2028}b\\u{2029}'],
    ['\v\f', '\\x0b\\x0c'],
  ] as const)
    assert.equal(harmless(raw), shown);
});

test('terminal sequences are made visible, in their 7-bit and 8-bit forms', () => {
  assert.equal(harmless('\x1b[31mred\x1b]0;title\x07'), '\\x1b[31mred\\x1b]0;title\\x07');
  assert.equal(harmless('\x9b2J\x9d\x08\x7f\x00'), '\\x9b2J\\x9d\\x08\\x7f\\x00');
});

test('bidirectional and invisible characters are made visible', () => {
  assert.equal(harmless('gpj\u202eexe'), 'gpj\\u{202e}exe');
  assert.equal(harmless('\u2066\u2069\u200b\ufeff\u061c'), '\\u{2066}\\u{2069}\\u{200b}\\u{feff}\\u{061c}');
  assert.equal(harmless('a\u00a0b\u3000c\u{e0041}'), 'a\\xa0b\\u{3000}c\\u{e0041}');
});

test('commands to a build server’s log are broken up wherever they are, and other text with # stays', () => {
  for (const [raw, shown] of [
    ['x ##[add-mask]y', 'x #\\x23[add-mask]y'],
    ['##vso[task.setvariable]', '#\\x23vso[task.setvariable]'],
    ['###[x]##teamcity[y', '##\\x23[x]#\\x23teamcity[y'],
    ['\x1b##[x', '\\x1b#\\x23[x'],
    ['Fix ## heading (#12) [x]', 'Fix ## heading (#12) [x]'],
  ] as const) {
    assert.equal(harmless(raw), shown);
    assert.equal(harmless(shown), shown);
  }
});

test('a lone surrogate is made visible, and a pair is kept', () => {
  assert.equal(harmless('\ud800x \u{1f600}'), '\\u{d800}x \u{1f600}');
});

test('no character below U+3000 produces output that moves a cursor or ends a line', () => {
  for (let code = 0; code < 0x3000; code++) {
    const shown = harmless(String.fromCharCode(code));
    assert.doesNotMatch(
      shown,
      /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/,
      code.toString(16),
    );
  }
});

test('making harmless text harmless again does not change it', () => {
  for (const text of ['a\x1bb\u202e', 'x'.repeat(3000), '\u{1f600}'.repeat(1500)])
    assert.equal(harmless(harmless(text)), harmless(text));
});

test('a text of megabytes is shortened', () => {
  const shown = harmless('\n'.repeat(1_000_000));
  assert.equal(Array.from(shown).length, LONGEST_TEXT);
  assert.ok(shown.endsWith('…'));
});

test('a field is never empty and has no space at its ends', () => {
  assert.equal(harmlessField('', 'nobody'), 'nobody');
  assert.equal(harmlessField('  \u0020', 'nobody'), 'nobody');
  assert.equal(harmlessField(' a b ', 'nobody'), 'a b');
});
