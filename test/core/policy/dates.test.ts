import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isObjectId, readDate } from '../../../core/repository-policy/read-date.js';

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const two = (number: number) => String(number).padStart(2, '0');

test('a day means the whole day: it starts at its first second or ends at its last', () => {
  for (const [month, days] of LENGTHS.entries())
    for (const day of [1, days]) {
      const text = `2027-${two(month + 1)}-${two(day)}`;
      const first = Date.UTC(2027, month, day) / 1000;
      assert.equal(readDate(text, 'begins'), first, text);
      assert.equal(readDate(text, 'ends'), first + 86_399, text);
    }
});

test('a day that its month does not have is not a date, with or without a time', () => {
  for (const [month, days] of LENGTHS.entries())
    for (const day of [0, days + 1]) {
      const text = `2027-${two(month + 1)}-${two(day)}`;
      assert.equal(readDate(text, 'begins'), undefined, text);
      assert.equal(readDate(`${text}T12:00:00Z`, 'ends'), undefined, text);
    }
  for (const month of ['00', '13']) assert.equal(readDate(`2027-${month}-01`, 'begins'), undefined, month);
});

test('29 February is a day of leap years', () => {
  for (const [year, leap] of [
    [2024, true],
    [2000, true],
    [2100, false],
    [2026, false],
  ] as const)
    assert.equal(readDate(`${year}-02-29`, 'begins') !== undefined, leap, String(year));
});

test('a time is exact to the second, in any time zone', () => {
  const noon = Date.UTC(2027, 0, 31, 12) / 1000;
  for (const meaning of ['begins', 'ends'] as const)
    for (const text of [
      '2027-01-31T12:00:00Z',
      '2027-01-31t12:00:00z',
      '2027-01-31T12:00:00.9Z',
      '2027-01-31T13:00:00+01:00',
      '2027-01-31T06:30:00-05:30',
    ])
      assert.equal(readDate(text, meaning), noon, text);
});

test('any other format is not a date', () => {
  for (const text of [
    '',
    '2027',
    '2027-01',
    '2027-1-31',
    '31.01.2027',
    'x2027-01-31',
    '2027-01-311',
    '2027-01-31 ',
    '2027-01-31 12:00:00Z',
    '2027-01-31T12:00:00',
    '2027-01-31T12:00Z',
    '2027-01-31T25:00:00Z',
    '2027-01-31T12:00:00Zx',
    '12027-01-31',
    '-2027-01-31',
  ])
    assert.equal(readDate(text, 'ends'), undefined, text);
});

test('an object id is exactly 40 or 64 lowercase hexadecimal digits', () => {
  for (const length of [40, 64]) {
    const id = '0123456789abcdef'.repeat(4).slice(0, length);
    assert.ok(isObjectId(id));
    for (const other of [id.slice(1), `${id}0`, `0${id}`, id.toUpperCase(), `g${id.slice(1)}`, `${id}\n`])
      assert.ok(!isObjectId(other), other);
  }
});
