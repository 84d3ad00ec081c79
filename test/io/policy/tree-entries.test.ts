import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryAt, isLink, isTree } from '../../../io/repository-policy/tree-entries.js';

const ID = 'i'.repeat(20);
const read = (text: string, at = 0) => entryAt(Buffer.from(text, 'latin1'), at, 20);
const damaged = { code: 'GIT_OUTPUT_MALFORMED', message: 'a tree is damaged' };

test('an entry of a tree is read at its offset, with a mode of up to seven digits', () => {
  const tree = `100644 a\0${ID}0100755 bc\0${ID}`;
  assert.deepEqual(read(tree), { mode: 0o100644, name: 7, nameEnd: 8, end: 29 });
  assert.deepEqual(read(tree, 29), { mode: 0o100755, name: 37, nameEnd: 39, end: 60 });
});

test('an entry without a name, a mode or its whole id, or with a longer mode, is damaged', () => {
  for (const tree of [
    `100644 \0${ID}`,
    `100644 a\0${ID.slice(1)}`,
    `100644 a`,
    `00100644 a\0${ID}`,
    `x a\0${ID}`,
    ` a\0${ID}`,
    '',
  ])
    assert.throws(() => read(tree), damaged, JSON.stringify(tree));
});

test('a folder is no link, and a link and a submodule are no folders', () => {
  const kinds = ['40000', '120000', '160000', '100644'].map((mode) => {
    const entry = read(`${mode} a\0${ID}`);
    return [isTree(entry), isLink(entry)];
  });
  assert.deepEqual(kinds, [
    [true, false],
    [false, true],
    [false, true],
    [false, false],
  ]);
});
