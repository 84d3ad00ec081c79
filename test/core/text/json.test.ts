import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harmless, harmlessJson } from '../../../core/harmless/index.js';

const TEXTS = [
  'plain "text" with \\ and é, 山田太郎, 🎉',
  '\x00\x1b[2J\x7f\x9b31m\r\n\t',
  'gpj\u202eexe \u2066\u2069\u200b\ufeff\u061c\u00ad\u180e\u{e0041}',
  '\ufe0f\u3164\u115f\u00a0\u3000\ue000\u{f0000}\ufdd0',
  '##[add-mask]x ###[x] ##vso[task.setvariable] ##TeamCity[x',
  'lone \ud800 surrogate',
];

test('harmless JSON is read back exactly as it was written, including the names of members', () => {
  for (const indent of [undefined, 2]) {
    const value = { list: TEXTS, ...Object.fromEntries(TEXTS.map((text) => [text, text])), 7: null };
    assert.deepEqual(JSON.parse(harmlessJson(value, indent)), value);
  }
});

test('making harmless JSON harmless for a terminal, line by line, does not change it', () => {
  const lines = harmlessJson(Object.fromEntries(TEXTS.map((text) => [text, text])), 2).split('\n');
  assert.equal(lines.length, TEXTS.length + 2);
  for (const line of lines) assert.equal(harmless(line), line);
});

test('no dangerous character and no command to a build server appears unescaped in JSON', () => {
  for (let code = 0; code < 0x3200; code++) {
    const text = harmlessJson(String.fromCharCode(code));
    assert.equal(harmless(text), text, code.toString(16));
  }
  assert.equal(harmlessJson('##[x'), '"#\\u0023[x"');
});
