import assert from 'node:assert/strict';
import { test } from 'node:test';
import { iconless, linkless, quoted, timeText } from '../../extension/frame/text/plain.js';

test('no text becomes an icon in a line of a quick pick', () => {
  assert.equal(iconless('$(verified) a $(x~spin)'), '\\$(verified) a \\$(x~spin)');
  assert.equal(iconless('\u202e$(verified)'), '\\u{202e}\\$(verified)');
});

test('no text becomes a link in a notification', () => {
  const link = /\[[^\]]+\]\((?:https?|command|file):/;
  for (const text of ['[a](command:x)', '[a]](command:x)', '[[a](https://x)](command:y)'])
    assert.doesNotMatch(linkless(text), link, text);
});

test('a quoted text stays inside its quotes and is shortened', () => {
  assert.equal(quoted('Dev” · Verified: signed by “boss', 60), '“Dev" · Verified: signed by "boss”');
  assert.equal(quoted('N'.repeat(100), 10), `“${'N'.repeat(9)}…”`);
});

test('an impossible time is shown as such', () => {
  assert.equal(timeText(0, 'impossible time'), '1970-01-01 00:00:00 UTC');
  for (const time of [9_999_999_999_999, Number.NaN, Number.POSITIVE_INFINITY])
    assert.equal(timeText(time, 'impossible time'), 'impossible time');
});
