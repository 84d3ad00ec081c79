import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from '../../../core/encoding/index.js';
import { headlineOf } from '../../../core/git/index.js';
import { onlyFailing } from '../../../core/render/index.js';
import { verdictText } from '../../../core/render/text/block.js';
import { rowText } from '../../../core/render/text/table.js';
import { cell, textWidth, wrapped } from '../../../core/render/text/width.js';
import { matchesGolden } from '../../support/golden.js';
import { commitPayload } from '../../support/signed-commit.js';
import { HISTORY, holds, NASTY, rawCommit, SUMMARY, text, written } from './history.js';

const STYLE = { colour: false, width: 80 } as const;
const UNSAFE = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const table = (width = 80) => written(text({ ...STYLE, width, walked: true }));

test('several objects are a table with reasons and a summary', () => {
  matchesGolden('signer/table.txt', table());
});

test('no row is wider than 80 columns, in any script', () => {
  const [rows = ''] = table().split(`\n${SUMMARY.objects} objects`);
  for (const line of rows.split('\n')) assert.ok(textWidth(line) <= 80, line);
});

test('the columns are at the same position in every row', () => {
  for (const named of HISTORY) {
    const [row = ''] = rowText(named, holds(named), STYLE).split('\n');
    const before = [...row].reduce(
      ({ text, width }, c) =>
        width < 53 ? { text: text + c, width: width + textWidth(c) } : { text, width },
      { text: '', width: 0 },
    );
    assert.ok(before.width <= 54, row);
    assert.match(row, /^[a-z]+ +[0-9a-f]{10} /);
  }
});

test('a wider terminal shows more, and a narrower one still gets 80 columns', () => {
  const [named] = HISTORY;
  if (!named) throw new Error('there is a history');
  const row = (width: number) => rowText(named, true, { colour: false, width }).trimEnd();
  assert.ok(row(120).length > 80);
  assert.equal(row(20), row(80));
});

test('a single object keeps its block with every failed check', () => {
  for (const one of HISTORY) {
    const format = text({ ...STYLE, walked: false });
    const block = verdictText(one.verdict, one.name, { colour: false, checks: 'short' });
    const alone = { ...SUMMARY, leftOut: { refs: [], unsignable: [], byDate: 0 } };
    assert.equal(written(format, [one], alone), block);
  }
});

test('--quiet shows only the rows that do not hold', () => {
  const said = written(onlyFailing(text({ ...STYLE, walked: true, onlyRows: true })));
  const failing = HISTORY.filter((one) => !holds(one));
  assert.equal(said, failing.map((one) => rowText(one, false, STYLE)).join(''));
  assert.doesNotMatch(said, /^verified/m);
});

test('only the outcome is coloured, and colours do not change the width of a row', () => {
  for (const one of HISTORY) {
    const plain = rowText(one, holds(one), STYLE);
    const coloured = rowText(one, holds(one), { ...STYLE, colour: true });
    assert.equal(coloured.replace(/^\x1b\[1;3\dm([a-z]+)\x1b\[0m/, '$1'), plain);
  }
});

test('a hostile subject, name, signer and reason cannot control a terminal or a build server', () => {
  const shown = table();
  assert.doesNotMatch(shown, UNSAFE);
  assert.doesNotMatch(shown, /##[a-z]*\[/i);
  assert.doesNotMatch(shown, /^\s*::/m);
});

test('a reason that is wrapped at two colons does not produce a line that is a command', () => {
  const [named] = HISTORY;
  if (!named) throw new Error('there is a history');
  const detail = `${'x'.repeat(60)} ::error::forged`;
  const checks = [{ name: 'chain', outcome: 'failed', reason: 'CHAIN_CONSTRAINT', detail }] as const;
  const row = rowText({ ...named, verdict: { ...named.verdict, outcome: 'invalid', checks } }, false, STYLE);
  assert.match(row, /\n {11}\\x3a:error::forged/);
});

test('if only the object itself states its time, the date has a question mark', () => {
  const shown = HISTORY.map((one) => rowText(one, holds(one), STYLE).slice(22, 33));
  assert.equal(shown[0], '2026-11-22 ');
  assert.equal(shown[5], '2026-09-21?');
});

test('a long signer loses its middle, not its end', () => {
  assert.equal(cell('dev@example.com.evil.example.org', 20, 'middle'), 'dev@exampl…ample.org');
  assert.equal(cell('日本語日本語日本語', 8, 'middle'), '日本…語 ');
});

test('a cell has its width, whatever it contains', () => {
  const texts = [
    '',
    'abc',
    '山田太郎',
    'e\u0301'.repeat(40),
    '🎉'.repeat(9),
    'a\u0301\u0302\u0303\u0304\u0305',
    '\u0301',
    'עברית',
  ];
  for (const text of texts)
    for (const width of [1, 2, 3, 7, 8, 30])
      for (const cut of ['end', 'middle'] as const)
        assert.equal(textWidth(cell(text, width, cut)), width, JSON.stringify([text, width, cut]));
});

test('many combining marks on one letter cannot grow over other lines', () => {
  assert.equal(cell(`a${'\u0301'.repeat(500)}`, 2), `a${'\u0301'.repeat(3)} `);
});

test('text is wrapped at spaces, is never too wide, and is shortened after the last line', () => {
  assert.deepEqual(wrapped('one two three four', 9, 3), ['one two', 'three', 'four']);
  assert.deepEqual(wrapped('x'.repeat(30), 10, 2), ['x'.repeat(10), `${'x'.repeat(9)}…`]);
  assert.deepEqual(wrapped('日本語'.repeat(5), 7, 9).map(textWidth), [6, 6, 6, 6, 6]);
});

test('the subject and date of an object are found in any bytes', () => {
  assert.deepEqual(headlineOf(commitPayload('A\nB\n')), { subject: 'A', time: 1790001000 });
  assert.deepEqual(headlineOf(commitPayload('\n\n\nA')), { subject: 'A', time: 1790001000 });
  assert.equal(headlineOf(rawCommit(Uint8Array.of(0xff, 0xfe, 0x41))).subject, '\ufffd\ufffdA');
  for (const raw of ['', '\n', '\n\n', 'tree', 'committer x > 1 +0000'].map(utf8)) headlineOf(raw);
  assert.equal(headlineOf(rawCommit(new Uint8Array(10_000_000).fill(65))).subject.length, 4096);
  assert.ok(headlineOf(commitPayload(NASTY)).subject.startsWith('::error'));
});
