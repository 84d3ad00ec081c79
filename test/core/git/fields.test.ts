import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from '../../../core/encoding/index.js';
import { parseCommit, parseTag } from '../../../core/git/index.js';

const ID = 'a'.repeat(40);
const ARMOR = '-----BEGIN SIGNED MESSAGE-----\nMIIB\n-----END SIGNED MESSAGE-----\n';

test('the fields of a merge commit are read', () => {
  const raw = `tree ${ID}\nparent ${ID}\nparent ${'b'.repeat(40)}\nauthor A U Thor <a@b.example> 1700000000 +0100\ncommitter C <c@d> 2 -0330\nmergetag object x\n tree y\ngpgsig z\n author q\n\nSubject\n\nBody\n`;
  deepEqual(parseCommit(utf8(raw)), {
    tree: ID,
    parents: [ID, 'b'.repeat(40)],
    author: { name: 'A U Thor', email: 'a@b.example', time: 1_700_000_000, zone: '+0100' },
    committer: { name: 'C', email: 'c@d', time: 2, zone: '-0330' },
    message: 'Subject\n\nBody\n',
  });
});

test('the message of a tag excludes its signature, and a tag may have no tagger', () => {
  deepEqual(parseTag(utf8(`object ${ID}\ntype commit\ntag v1.0\n\nRelease\n${ARMOR}`)), {
    object: ID,
    targetType: 'commit',
    name: 'v1.0',
    message: 'Release\n',
  });
});

test('text that is not UTF-8 is read as ISO 8859-1', () => {
  const raw = Buffer.from(
    `tree ${ID}\nauthor J\xf6rg <a@b> 1 +0000\ncommitter C <c@d> 1 +0000\n\n\xfcber\n`,
    'latin1',
  );
  equal(parseCommit(raw).author.name, 'J\u00f6rg');
  equal(parseCommit(raw).message, '\u00fcber\n');
});

test('a person line with a broken date keeps the person', () => {
  const raw = `tree ${ID}\nauthor A <a@b>\ncommitter C <c@d> 99999999999999999999 x\n\n`;
  const { author, committer } = parseCommit(utf8(raw));
  equal(author.email, 'a@b');
  equal(Number.isNaN(author.time) && Number.isNaN(committer.time), true);
  equal(committer.zone, '');
});

test('a commit without a committer, with two authors, a bad parent or a person without an address is refused', () => {
  const person = 'A <a@b> 1 +0000';
  for (const raw of [
    `tree ${ID}\nauthor ${person}\n\n`,
    `tree ${ID}\nauthor ${person}\nauthor ${person}\ncommitter ${person}\n\n`,
    `tree ${ID}\nparent xyz\nauthor ${person}\ncommitter ${person}\n\n`,
    `tree ${ID}\nauthor nobody\ncommitter ${person}\n\n`,
    '',
  ])
    throws(() => parseCommit(utf8(raw)), { name: 'GitObjectError', code: 'OBJECT_MALFORMED' });
});
