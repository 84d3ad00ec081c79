import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GitObjects } from '../../../io/git/index.js';
import { ChangeWork } from '../../../io/repository-policy/change-work.js';
import { TreeDiffs } from '../../../io/repository-policy/changed-paths.js';

const MIB = 1 << 20;
const tooMuch = (what: string) => ({
  name: 'PolicyLimitError',
  message: `this commit changes too much to be checked (${what})`,
});

test('finding what a commit changes may read 256 MiB in all, and not one byte more', () => {
  const work = new ChangeWork();
  for (let i = 0; i < 256; i++) work.read(MIB);
  assert.throws(() => work.read(1), tooMuch(`reading its trees and parents: more than ${256 * MIB} bytes`));
});

test('a commit may change a million paths, and not one more', () => {
  const work = new ChangeWork();
  for (let i = 0; i < 1_000_000; i++) work.found('');
  assert.throws(() => work.found(''), tooMuch('its paths: more than 1000000'));
});

test('the paths that a commit changes may have 64 Mi characters together, and not one more', () => {
  const work = new ChangeWork();
  for (let i = 0; i < 64; i++) work.found('x'.repeat(MIB));
  assert.throws(() => work.found('x'), tooMuch(`its paths: more than ${64 * MIB} characters`));
});

/** A repository in which every id is that of a tree with one long name and this many bytes; counts what is read. */
class Trees {
  readonly read: string[] = [];

  constructor(private readonly bytes: number) {}

  diffs(): TreeDiffs {
    const read = async (id: string) => {
      this.read.push(id);
      const head = '100644 ';
      const name = `${id}`.padEnd(this.bytes - head.length - 21, 'x');
      return { id, type: 'tree', raw: Buffer.from(`${head}${name}\0${'i'.repeat(20)}`) };
    };
    return new TreeDiffs({ read } as unknown as GitObjects);
  }
}

const idOf = (i: number) => String(i).padStart(40, '0');

test('trees of 8 MiB together are kept for the next comparison, and the least recently used ones are dropped', async () => {
  const trees = new Trees(MIB);
  const diffs = trees.diffs();
  const use = (i: number) => diffs.between(undefined, idOf(i), new ChangeWork());
  for (let round = 0; round < 3; round++) for (let i = 0; i < 8; i++) await use(i);
  assert.equal(trees.read.length, 8, 'each was read once');
  await use(8);
  for (let i = 1; i < 9; i++) await use(i);
  assert.equal(trees.read.length, 9, 'the oldest made room');
  await use(0);
  await use(1);
  assert.deepEqual(trees.read.slice(9), [idOf(0), idOf(1)]);
});

test('a tree larger than what is kept is compared, and not kept', async () => {
  const trees = new Trees(9 * MIB);
  const diffs = trees.diffs();
  for (let i = 0; i < 2; i++) {
    const changed = await diffs.between(undefined, idOf(7), new ChangeWork());
    assert.equal(changed.length, 1);
  }
  assert.equal(trees.read.length, 2);
});
