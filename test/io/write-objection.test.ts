import assert from 'node:assert/strict';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inWords, writeObjection } from '../../io/write-objection.js';
import { temporaryDirectory } from './support/repository.js';

test('a directory that can be written, or made, has no objection, and is not made', (t) => {
  const dir = temporaryDirectory(t);
  assert.equal(writeObjection(dir), undefined);
  assert.equal(writeObjection(join(dir, 'a', 'b')), undefined);
  assert.equal(existsSync(join(dir, 'a')), false);
});

test('what is in the way is named, at whatever level it is', (t) => {
  const dir = temporaryDirectory(t);
  const [file, nowhere, round] = [join(dir, 'file'), join(dir, 'nowhere'), join(dir, 'round')];
  writeFileSync(file, '');
  symlinkSync(join(dir, 'missing'), nowhere);
  symlinkSync(round, round);
  for (const below of ['', 'a', 'a/b']) {
    assert.equal(writeObjection(join(file, below))?.why, `${file} is not a directory`);
    assert.equal(writeObjection(join(round, below))?.why, `${round} is a link that leads back to itself`);
  }
  mkdirSync(join(dir, 'real'));
  const why = `${nowhere} is a link to ${join(dir, 'missing')}, which does not exist`;
  assert.equal(writeObjection(nowhere)?.why, why);
  assert.match(
    writeObjection(join(nowhere, 'a'))?.why ?? '',
    /nowhere is a link to \S+, which does not exist$/,
  );
});

test('what the file system refused is said in words, with its code', () => {
  const error = (code: string) => Object.assign(new Error('x'), { code });
  assert.equal(inWords(error('ENOSPC')), 'the disk is full, ENOSPC');
  assert.equal(inWords(error('EXOTIC')), 'EXOTIC');
  assert.equal(inWords(new Error('x')), 'no reason given');
});
