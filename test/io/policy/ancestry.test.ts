import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ancestry } from '../../../io/repository-policy/ancestry.js';

function id(i: number): string {
  const bytes = Buffer.alloc(20);
  bytes.writeUInt32LE(i);
  return bytes.toString('hex');
}

/** A chain of commits 1 to `length`, each the child of the one before, added as git lists them: children first. */
function chain(length: number): Ancestry {
  const ancestry = new Ancestry();
  for (let i = length; i > 0; i -= 1) ancestry.add(id(i), i > 1 ? [id(i - 1)] : []);
  return ancestry;
}

test('a commit comes before its descendants, and before nothing else', () => {
  const ancestry = chain(40);
  for (let of = 1; of <= 40; of += 1)
    for (let commit = 1; commit <= 41; commit += 1)
      assert.equal(ancestry.isBefore(id(commit), id(of)), commit < of, `${commit} before ${of}`);
});

test('all parents of a merge come before it, and nothing of one side before the other', () => {
  const ancestry = new Ancestry();
  ancestry.add(id(9), [id(3), id(5), id(7)]);
  for (const side of [3, 5, 7]) ancestry.add(id(side), [id(side - 1)]);
  for (const below of [2, 4, 6]) ancestry.add(id(below), [id(1)]);
  ancestry.add(id(1), []);
  for (let commit = 1; commit < 8; commit += 1) assert.equal(ancestry.isBefore(id(commit), id(9)), true);
  const before = [1, 2, 4, 6, 3, 7, 9].filter((commit) => ancestry.isBefore(id(commit), id(5)));
  assert.deepEqual(before, [1, 4]);
});

test('a commit that only a child names was not added', () => {
  const ancestry = new Ancestry();
  ancestry.add(id(2), [id(1)]);
  assert.deepEqual(
    [1, 2, 3].map((i) => ancestry.has(id(i))),
    [false, true, false],
  );
  assert.equal(ancestry.isBefore(id(1), id(2)), true);
});

test('commits that are added later are before those that name them', () => {
  const ancestry = chain(20);
  assert.equal(ancestry.isBefore(id(3), id(9)), true);
  ancestry.add(id(21), [id(20)]);
  assert.equal(ancestry.isBefore(id(20), id(21)), true);
  assert.equal(ancestry.isBefore(id(21), id(9)), false);
});

test('finding which commits come first may take a hundred million steps; more are refused by name', () => {
  const [length, tips] = [88_776, 1000];
  const ancestry = chain(length);
  const tip = (i: number) => id(1_000_000 + i);
  for (let i = 0; i <= tips; i += 1) ancestry.add(tip(i), [id(length)]);
  for (let i = 0; i < tips; i += 1) assert.equal(ancestry.isBefore(id(1), tip(i)), true);
  const tooMuch = { name: 'PolicyLimitError', message: /take more work than is done for one answer$/ };
  assert.throws(() => ancestry.isBefore(id(1), tip(tips)), tooMuch);
  assert.equal(ancestry.isBefore(id(1), tip(0)), true, 'what is known stays known');
});
