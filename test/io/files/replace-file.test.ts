import assert from 'node:assert/strict';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { replaceFile } from '../../../io/files/replace-file.js';

const dir = realpathSync(mkdtempSync(join(tmpdir(), 'replace-')));
after(() => rmSync(dir, { recursive: true, force: true }));
const SKIP = { skip: process.platform === 'win32' && 'links take a privilege on Windows' };

test('a file is replaced for the user only, and nothing else is left behind', async () => {
  const path = join(dir, 'plain', 'policy.yaml');
  await replaceFile(path, 'one');
  await replaceFile(path, 'two');
  assert.equal(readFileSync(path, 'utf8'), 'two');
  assert.deepEqual(readdirSync(join(dir, 'plain')), ['policy.yaml']);
  if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o777, 0o600);
});

test(
  'a link stays a link: the file it leads to is replaced in one step and keeps its mode',
  SKIP,
  async () => {
    const [dotfiles, config] = [join(dir, 'dotfiles'), join(dir, 'config')];
    for (const path of [dotfiles, config]) mkdirSync(path);
    const kept = join(dotfiles, 'policy.yaml');
    writeFileSync(kept, 'one');
    chmodSync(kept, 0o640);
    symlinkSync('../dotfiles/policy.yaml', join(config, 'middle'));
    symlinkSync('middle', join(config, 'policy.yaml'));
    const before = statSync(kept).ino;
    await replaceFile(join(config, 'policy.yaml'), 'two');
    assert.equal(readFileSync(kept, 'utf8'), 'two');
    assert.notEqual(statSync(kept).ino, before, 'never half a file');
    assert.equal(statSync(kept).mode & 0o777, 0o640);
    assert.ok(lstatSync(kept).isFile());
    assert.equal(readlinkSync(join(config, 'policy.yaml')), 'middle');
    assert.deepEqual(readdirSync(dotfiles), ['policy.yaml']);
    assert.deepEqual(readdirSync(config).sort(), ['middle', 'policy.yaml']);
  },
);

test('a link to nothing, to itself or to no file is refused, and stays', SKIP, async () => {
  const place = join(dir, 'odd');
  mkdirSync(place);
  for (const [name, target, why] of [
    ['dangling', 'nowhere', 'to a file that does not exist'],
    ['loop', 'loop', 'that leads back to itself'],
    ['directory', '.', `to ${place}, which is not a file`],
    ['device', '/dev/null', 'to /dev/null, which is not a file'],
  ] as const) {
    const path = join(place, name);
    symlinkSync(target, path);
    await assert.rejects(replaceFile(path, 'text'), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'FILE_NOT_WRITTEN');
      assert.ok(error.message.startsWith(`${path} cannot be written: it is a symbolic link `), error.message);
      assert.ok(error.message.endsWith(why), error.message);
      return true;
    });
    assert.equal(readlinkSync(path), target);
  }
  assert.deepEqual(readdirSync(place).sort(), ['device', 'directory', 'dangling', 'loop'].sort());
});
