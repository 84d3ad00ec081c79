import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Doubt, doubtsAbout } from '../../../core/repository-policy/regexp-intent.js';
import { sentenceOf } from '../../support/policy-problems.js';

type Said = [severity: 'error' | 'warning', says: RegExp, better?: string];
const START = /^begins with .* and so matches a value of anybody/;
const END = /^ends with \.[*+?] right after a word/;
const DOT = /^has a dot in a host name/;
const ISSUER = /^lets anybody be the issuer/;
const NEEDLESS = /^needs no \^ and \$/;
const CARET = /^has \^ at its start only/;
const DOLLAR = /^has \$ at its end only/;

/** What is said of a doubt, without the field. */
function said(doubt: Doubt | undefined): string {
  assert.ok(doubt);
  const sentence = sentenceOf('POLICY_UNANCHORED', doubt, { field: 'FIELD' });
  assert.match(sentence, /^FIELD /);
  return sentence.slice('FIELD '.length);
}

const DOUBTS: [field: string, pattern: string, ...said: Said[]][] = [
  ['subject', 'https://github\\.com/octo/app/.*'],
  ['subject', 'alice|bob'],
  ['subject', '.*@example\\.com'],
  ['subject', '.+@example\\.com'],
  ['subject', '.*?@example\\.com'],
  ['subject', '.*'],
  ['subject', '.+'],
  ['subject', 'a@b'],
  ['subject', '^a@b$', ['warning', NEEDLESS, 'a@b']],
  ['subject', '^a@b', ['error', CARET, 'a@b']],
  ['subject', 'a@b$', ['error', DOLLAR, 'a@b']],
  ['subject', '^a@b\\$', ['error', CARET, 'a@b\\$']],
  ['subject', 'a@b\\$'],
  ['subject', 'a@b\\\\$', ['error', DOLLAR, 'a@b\\\\']],
  ['subject', 'a@b\\\\\\$'],
  ['subject', 'a$b'],
  ['subject', '$', ['error', DOLLAR, '']],
  ['subject', '^$', ['warning', NEEDLESS, '']],
  ['subject', 'a^b$', ['error', DOLLAR, 'a^b']],
  ['subject', '^a$b$', ['warning', NEEDLESS, 'a$b']],
  ['subject', '^.*x$', ['warning', NEEDLESS, '.*x'], ['error', START]],
  ['subject', '.*x', ['error', START]],
  ['subject', '.+/x', ['error', START]],
  ['subject', '.+?x', ['error', START]],
  ['subject', '(.*x)', ['error', START]],
  ['subject', 'x.*y'],
  ['subject', '(.*@x)'],
  ['issuer', '.*', ['error', ISSUER]],
  ['issuer', '.*@x', ['error', ISSUER]],
  ['issuer', '(.+)x', ['error', ISSUER]],
  ['issuer', 'https://accounts\\.google\\.com'],
  ['buildSignerUri', '.*'],
  ['subject', 'https://github\\.com/octo.*', ['error', END, 'https://github\\.com/octo/.*']],
  ['subject', 'https://github\\.com/octo_.+?', ['error', END, 'https://github\\.com/octo_/.+?']],
  ['subject', 'https://a\\.b/x.*/y.*', ['error', END, 'https://a\\.b/x.*/y/.*']],
  ['subject', 'https://a\\.b/x.*/'],
  ['subject', 'a@example.*', ['error', END]],
  ['subject', '@.*'],
  ['subject', '@x.*', ['error', END]],
  ['subject', 'octo.*'],
  ['subject', 'a@b/x.*'],
  ['subject', '://x.*', ['error', END, '://x/.*']],
  ['subject', 'https://github.com/octo/.*', ['error', DOT, 'https://github\\.com/octo/.*']],
  ['subject', 'https://a.b.c/x.y', ['error', DOT, 'https://a\\.b\\.c/x.y']],
  ['subject', 'x.y://a\\.b/c'],
  ['subject', 'https://a\\.b.c', ['error', DOT, 'https://a\\.b\\.c']],
  ['subject', 'https://a.*b'],
  ['subject', 'https://.a.'],
  ['subject', 'https://a.'],
  ['subject', 'https://*.a'],
  ['subject', 'https://[.]a.b'],
  ['subject', 'https://a[b.c]d'],
  ['subject', 'https://a(b.c)'],
  ['subject', 'https://a|b.c'],
  ['subject', 'https://a/b.c'],
  ['subject', 'https://a\\\\.b'],
  ['subject', 'https://a\\.b'],
  ['subject', '://a.b', ['error', DOT, '://a\\.b']],
  ['subject', 'a.b@mail.example.com', ['error', DOT, 'a.b@mail\\.example\\.com']],
  ['subject', '@a.b', ['error', DOT, '@a\\.b']],
  ['subject', 'a@b.c@d\\.e'],
  ['subject', 'a@[b.c]d'],
  ['subject', 'https://a\\/b.c', ['error', DOT, 'https://a\\/b\\.c']],
  ['subject', 'a@b.c/d'],
  ['subject', 'a.b'],
  ['subject', '^https://a.b/c', ['error', CARET, 'https://a.b/c'], ['error', DOT, 'https://a\\.b/c']],
];
for (const [field, pattern, ...raised] of DOUBTS)
  test(`${field} ${pattern} ${raised.length === 0 ? 'raises no doubt' : 'raises a doubt'}`, () => {
    const doubts = doubtsAbout(field, pattern);
    assert.deepEqual(
      doubts.map(({ level, better }) => [level, better]),
      raised.map(([severity, , better]) => [severity, better]),
      JSON.stringify(doubts),
    );
    for (const [i, [, says]] of raised.entries()) assert.match(said(doubts[i]), says);
  });

test('a doubt names the end or the beginning that it is about, and what to write', () => {
  const [start] = doubtsAbout('subject', '(.+?x');
  assert.match(said(start), /^begins with \(\.\+\? and/);
  const [end] = doubtsAbout('subject', 'https://a\\.b/x.+');
  assert.match(said(end), /^ends with \.\+ right/);
  const [dot] = doubtsAbout('subject', 'https://a.b/x');
  assert.match(said(dot), /write https:\/\/a\\\.b\/x$/);
});
