import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonDocument, verdictJson } from '../../core/render/json.js';
import { verdictText } from '../../core/render/text/block.js';
import { forGitLog } from '../../signer/commands/git/brief.js';
import { UsageError } from '../../signer/errors.js';
import { errorLines } from '../../signer/terminal/report.js';
import { matchesGolden } from '../support/golden.js';
import { HOSTILE, VERDICTS, VERIFIED } from './verdicts.js';

const ALL = [...Object.values(VERDICTS), HOSTILE];
const UNSAFE = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

test('waxseal verify shows one block for each object', () => {
  const blocks = ALL.map((verdict) => verdictText(verdict, 'HEAD~1', { colour: false, checks: 'short' }));
  matchesGolden('signer/verify.txt', blocks.join('\n'));
});

test('waxseal show lists every check', () => {
  const blocks = ALL.map((verdict) =>
    verdictText(verdict, verdict.object.id, { colour: false, checks: 'all' }),
  );
  matchesGolden('signer/show.txt', blocks.join('\n'));
});

test('git log --show-signature shows these lines', () => {
  matchesGolden('signer/git-log.txt', ALL.map(forGitLog).join('\n'));
});

test('JSON has this shape', () => {
  matchesGolden(
    'signer/verify.json',
    jsonDocument({ objects: ALL.map((verdict) => verdictJson(verdict, 'HEAD~1')) }),
  );
});

test('nothing in a hostile verdict can control a terminal or start a line, in any form of output', () => {
  const texts = [
    verdictText(HOSTILE, 'HEAD\x1b[2J', { colour: false, checks: 'all' }),
    forGitLog(HOSTILE),
    jsonDocument({ objects: [verdictJson(HOSTILE, 'HEAD\x1b[2J')] }),
  ];
  for (const text of texts) {
    assert.doesNotMatch(text, UNSAFE);
    assert.doesNotMatch(text, /^\[GNUPG:\]/m);
  }
});

test('hostile text in JSON is read back unchanged by a program', () => {
  const document = JSON.parse(jsonDocument({ objects: [verdictJson(HOSTILE, 'x')] }));
  assert.equal(document.objects[0].signer.subject, HOSTILE.signer?.subject);
});

test('only the outcome is coloured', () => {
  const plain = verdictText(VERIFIED, 'HEAD', { colour: false, checks: 'short' });
  const coloured = verdictText(VERIFIED, 'HEAD', { colour: true, checks: 'short' });
  assert.equal(coloured, plain.replace(/^verified/, '\x1b[1;32mverified\x1b[0m'));
});

test('an error is one line and a hint, without control characters and without a stack', () => {
  assert.deepEqual(errorLines(new UsageError('no\nsuch \x1b[1mthing', 'try this')), [
    'waxseal: no\\x0asuch \\x1b[1mthing',
    'hint: try this',
  ]);
  assert.deepEqual(errorLines(new TypeError('boom')), [
    'waxseal: internal error: boom',
    'hint: set WAXSEAL_DEBUG=FILE to have the details written to FILE',
  ]);
  assert.deepEqual(errorLines('text'), ['waxseal: internal error']);
});
