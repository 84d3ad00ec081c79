import assert from 'node:assert/strict';
import { existsSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeDirectory } from '../../io/make-directory.js';
import { temporaryDirectory } from './support/repository.js';

test('every missing directory of a path is created, with the given mode', (t) => {
  const path = join(temporaryDirectory(t), 'a', 'b', 'c');
  assert.equal(makeDirectory(path, 0o700), true);
  assert.equal(statSync(join(path, '..')).mode & 0o777, 0o700);
  assert.equal(makeDirectory(path, 0o700), false);
});

test('a file, or a link to a missing target, in the path is an error', (t) => {
  const dir = temporaryDirectory(t);
  writeFileSync(join(dir, 'file'), '');
  symlinkSync(join(dir, 'nowhere'), join(dir, 'link'));
  assert.throws(() => makeDirectory(join(dir, 'file')), { code: 'EEXIST' });
  assert.throws(() => makeDirectory(join(dir, 'file', 'below')), { code: 'ENOTDIR' });
  assert.throws(() => makeDirectory(join(dir, 'link', 'below')));
});

test('a directory in which the system allows no files is an error, and no endless loop', (t) => {
  if (!existsSync('/proc/self')) return t.skip('there is no /proc here');
  assert.throws(() => makeDirectory('/proc/self/home/cache'), { code: 'ENOENT' });
});

for (const umask of [0o000, 0o777])
  test(`directories have their mode under umask ${umask.toString(8)}, at every level`, (t) => {
    const dir = temporaryDirectory(t);
    const before = process.umask(umask);
    t.after(() => process.umask(before));
    makeDirectory(join(dir, 'a', 'b', 'c'), 0o700);
    process.umask(before);
    for (const path of ['a', 'a/b', 'a/b/c']) assert.equal(statSync(join(dir, path)).mode & 0o7777, 0o700);
  });

test('without a mode the umask decides', (t) => {
  const dir = temporaryDirectory(t);
  const before = process.umask(0o027);
  t.after(() => process.umask(before));
  makeDirectory(join(dir, 'a'));
  assert.equal(statSync(join(dir, 'a')).mode & 0o7777, 0o750);
});
