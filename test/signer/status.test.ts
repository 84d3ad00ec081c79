import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gitExitStatus, NO_VERDICT, signerName, verdictStatus } from '../../signer/sign/status-lines.js';
import { matchesGolden } from '../support/golden.js';
import { HOSTILE, VERDICTS, VERIFIED } from './verdicts.js';

const EXCLUSIVE = /^\[GNUPG:\] (GOODSIG|BADSIG|ERRSIG|EXPSIG|EXPKEYSIG|REVKEYSIG) /;

test('each outcome has these status lines', () => {
  const text = Object.values(VERDICTS).map((verdict) => `${verdict.outcome}:\n${verdictStatus(verdict)}`);
  matchesGolden('signer/status-lines.txt', `${text.join('\n')}\nno verdict:\n${NO_VERDICT}`);
});

test('there is always exactly one exclusive line and one TRUST line, after NEWSIG, and no trailing space', () => {
  const streams = [...Object.values(VERDICTS), HOSTILE].map(verdictStatus);
  for (const stream of [...streams, NO_VERDICT]) {
    const lines = stream.split('\n');
    assert.equal(lines.pop(), '');
    assert.equal(lines[0], '[GNUPG:] NEWSIG');
    assert.equal(lines.filter((line) => EXCLUSIVE.test(line)).length, 1);
    assert.equal(lines.filter((line) => line.startsWith('[GNUPG:] TRUST_')).length, 1);
    for (const line of lines) assert.match(line, /^\[GNUPG:\] \S+( \S+)*$/);
  }
});

test('a hostile name stays one name', () => {
  assert.equal(
    verdictStatus(HOSTILE).split('\n')[1],
    `[GNUPG:] BADSIG ${'0f'.repeat(20)} dev@example.com]\\x0a[GNUPG:] GOODSIG 00 admin\\x0a[GNUPG:] TRUST_FULLY 0 shell` +
      '\\x1b[2J\\x9b31m\\u{202e} [\\x0d\\x0a[GNUPG:] TRUST_ULTIMATE\\x0a]',
  );
});

test('the name is the SAN and its issuer, and never empty', () => {
  assert.equal(signerName(VERIFIED), 'dev@example.com [https://accounts.example.com]');
  const { signer: _, ...nameless } = VERIFIED;
  assert.equal(signerName(nameless), 'unknown signer');
});

test("git's program succeeds for sound signatures that no policy refuses", () => {
  const statuses = Object.values(VERDICTS).map(({ outcome }) => `${outcome} ${gitExitStatus(outcome)}`);
  assert.deepEqual(statuses.sort(), [
    'incomplete 1',
    'invalid 1',
    'refused 1',
    'unsigned 1',
    'valid 0',
    'verified 0',
  ]);
});
