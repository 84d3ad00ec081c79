import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, lchownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { strangersObjection } from '../../io/strangers.js';
import { temporaryDirectory } from './support/repository.js';

const THIRD = 65533;
const SKIP = process.getuid?.() === 0 ? {} : { skip: 'only root can give files away' };

function placed(t: TestContext) {
  const top = temporaryDirectory(t);
  const below = join(top, 'below');
  mkdirSync(below, { mode: 0o700 });
  const file = join(below, 'file');
  writeFileSync(file, '', { mode: 0o600 });
  return { top, below, file };
}

test('what lies in a directory of the user’s own, or is missing there, is nobody else’s', (t) => {
  const { file, below } = placed(t);
  assert.equal(strangersObjection(file), undefined);
  assert.equal(strangersObjection(join(below, 'missing', 'too')), undefined);
});

test('a group may change it, as under umask 002', (t) => {
  const { file, below } = placed(t);
  chmodSync(file, 0o664);
  chmodSync(below, 0o775);
  assert.equal(strangersObjection(file), undefined);
});

test('what everybody can change, or lies below such a directory, may be a stranger’s', (t) => {
  const { top, below, file } = placed(t);
  for (const path of [file, below, top]) {
    chmodSync(path, 0o777);
    assert.deepEqual(strangersObjection(file), {
      why: `${path} can be changed by everybody`,
      remedy: `run: chmod go-w ${path}`,
    });
    chmodSync(path, 0o700);
  }
});

test('where everybody can make files and exchange only their own, what is the user’s own is no stranger’s', (t) => {
  const { below, file } = placed(t);
  chmodSync(below, 0o1777);
  assert.equal(strangersObjection(file), undefined);
});

test(
  'what belongs to somebody else, or lies below such a directory or link, may be a stranger’s',
  SKIP,
  (t) => {
    const { top, below, file } = placed(t);
    for (const path of [file, below]) {
      chownSync(path, THIRD, THIRD);
      assert.deepEqual(strangersObjection(file), { why: `${path} belongs to somebody else` });
      chownSync(path, 0, 0);
    }
    const link = join(top, 'link');
    symlinkSync(below, link);
    assert.equal(strangersObjection(join(link, 'file')), undefined);
    lchownSync(link, THIRD, THIRD);
    assert.deepEqual(strangersObjection(join(link, 'file')), { why: `${link} belongs to somebody else` });
  },
);

test('in a user namespace, an owner whom it does not know is no stranger: the system’s root is shown so', (t) => {
  const { below, file } = placed(t);
  const inside = (...command: string[]) =>
    spawnSync('unshare', ['--user', '--map-root-user', ...command], { encoding: 'utf8' });
  if (process.getuid?.() !== 0 || inside('true').status !== 0) return t.skip('no user namespace can be made');
  chownSync(below, THIRD, THIRD);
  chmodSync(below, 0o755);
  const module = new URL('../../io/strangers.js', import.meta.url).href;
  const code = `import(${JSON.stringify(module)}).then((m) => console.log(JSON.stringify(m.strangersObjection(process.argv[1])) ?? 'none'))`;
  assert.equal(inside(process.execPath, '-e', code, file).stdout, 'none\n');
});
