import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from '../../core/encoding/index.js';
import { personOf } from '../../signer/sign/committer.js';

const TREE = 'tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n';

test('the identity in question is the committer of a commit, the tagger of a tag, the pusher of a push', () => {
  for (const [payload, name, email] of [
    [`${TREE}author A <a@x> 1 +0000\ncommitter C D <c@x> 2 +0100\n\nm\n`, 'C D', 'c@x'],
    ['object 00\ntype commit\ntag v1\ntagger T <t@x> 1 +0000\n\nm\n', 'T', 't@x'],
    ['certificate version 0.1\npusher P <p@x> 1 +0000\npushee /x\n\n0 1 refs\n', 'P', 'p@x'],
    [`${TREE}committer <c@x> 2 +0100\n\nm\n`, '', 'c@x'],
  ] as const)
    assert.deepEqual(personOf(utf8(payload)), { name, email });
});

test('the message text cannot name the committer', () => {
  assert.equal(personOf(utf8(`${TREE}\ncommitter Evil <evil@x> 1 +0000\n`)), undefined);
  assert.equal(personOf(utf8('committer without an address\n\n')), undefined);
  assert.equal(personOf(utf8('')), undefined);
  const carriageReturn = `${TREE}author A\rcommitter Evil <evil@x> 1 +0000\ncommitter C <c@x> 1 +0000\n\n`;
  assert.equal(personOf(utf8(carriageReturn))?.email, 'c@x');
});

test('names are decoded as UTF-8 if they are valid, and otherwise byte by byte', () => {
  assert.equal(personOf(utf8(`${TREE}committer Zoë <z@x> 1 +0000\n\n`))?.name, 'Zoë');
  const latin = Uint8Array.from('committer Zo\xeb <z@x> 1 +0000\n\n', (c) => c.charCodeAt(0));
  assert.equal(personOf(latin)?.name, 'Zoë');
});

test('a payload of megabytes without line breaks is read at once', () => {
  assert.equal(personOf(new Uint8Array(64 * 1024 * 1024).fill(0x3c)), undefined);
});
