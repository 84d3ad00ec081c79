import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitObject } from '../../core/git/index.js';
import { spellingsOf } from '../../core/repository-policy/spelling.js';
import { folded } from '../core/git/weird-objects.js';

const COMMIT = `tree ${'a'.repeat(40)}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n`;
const TAG = `object ${'a'.repeat(40)}\ntype commit\ntag v1\n`;
const ARMOR = '-----BEGIN SIGNED MESSAGE-----\nMIIB\n-----END SIGNED MESSAGE-----\n';

test('a message or a header of a hundred megabytes is split in one pass', () => {
  const body = Buffer.alloc(100 << 20, 'line\n');
  const commit = Buffer.concat([Buffer.from(`${COMMIT}${folded('gpgsig', ARMOR)}\n`), body]);
  assert.equal(splitObject('commit', commit, 'sha1').payload.length, COMMIT.length + 1 + body.length);
  const tag = Buffer.concat([Buffer.from(`${TAG}\n`), body, Buffer.from(ARMOR)]);
  assert.equal(splitObject('tag', tag, 'sha1').payload.length, TAG.length + 1 + body.length);
  assert.throws(() => splitObject('commit', Buffer.concat([Buffer.from(COMMIT), body]), 'sha1'), {
    code: 'OBJECT_MALFORMED',
  });
});

test('finding the spellings of a long name takes time proportional to its length', () => {
  for (const name of [
    '. '.repeat(500_000),
    `x${'. '.repeat(500_000)}x`,
    '\u0130'.repeat(300_000),
    'a~1/'.repeat(200_000),
  ]) {
    const start = process.cpuUsage();
    spellingsOf(name);
    assert.ok(process.cpuUsage(start).user < 2e6, name.slice(0, 8));
  }
});
