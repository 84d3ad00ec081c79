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
