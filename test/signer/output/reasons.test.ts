import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { REASON_HELP, type ReasonHelp } from '../../../core/verdict/index.js';
import { reasonsPage } from './reasons-page.js';

const PAGE = 'docs/reasons.md';

test('docs/reasons.md agrees with the program', () => {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(PAGE, reasonsPage());
  assert.equal(readFileSync(PAGE, 'utf8'), reasonsPage(), 'UPDATE_GOLDEN=1 writes it');
});

test('every reason has a title that fits into a line, and an instruction, both plain text', () => {
  for (const [code, { title, todo, of = {} }] of Object.entries<ReasonHelp>(REASON_HELP)) {
    assert.match(title, /^[A-Zg][^|`<>\n]{10,79}[^.]$/, code);
    for (const told of [todo, ...Object.values(of)]) assert.match(told, /^[a-z][^|`<>\n]{10,140}[^.]$/, code);
  }
});

test('no two reasons have the same title', () => {
  const titles = Object.values(REASON_HELP).map(({ title }) => title);
  assert.equal(new Set(titles).size, titles.length);
});
