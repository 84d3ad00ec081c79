import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';

const home = mkdtempSync(join(tmpdir(), 'waxseal-code-'));
const dist = mkdtempSync(join(tmpdir(), 'waxseal-dist-'));
const directory = join(home, '.cache', 'waxseal', 'code');
const signature = join(home, 'signature');

after(() => {
  rmSync(home, { recursive: true });
  rmSync(dist, { recursive: true });
});

// In CI, the trusted root is not refreshed in the background; a refresh would cache compiled code too.
function verify(env: Record<string, string> = {}) {
  const args = [join(dist, 'waxseal.js'), '--status-fd=1', '--verify', signature, '-'];
  const { PATH = '' } = process.env;
  return spawnSync(process.execPath, args, {
    encoding: 'utf8',
    input: 'x',
    cwd: home,
    env: { PATH, HOME: home, CI: 'true', ...env },
  });
}

describe('compiled code kept between starts', { concurrency: false }, () => {
  before(() => {
    const built = spawnSync(process.execPath, [resolve('scripts/build.mjs'), '--outdir', dist], {
      encoding: 'utf8',
    });
    assert.equal(built.status, 0, built.stderr);
    writeFileSync(signature, '-----BEGIN SIGNED MESSAGE-----\nAAAA\n-----END SIGNED MESSAGE-----\n');
  });

  test('that cannot be written, because a file is in the place of its directory, changes no answer', () => {
    const kept = verify();
    const not = verify({ XDG_CACHE_HOME: signature });
    assert.deepEqual([not.stdout, not.stderr, not.status], [kept.stdout, kept.stderr, kept.status]);
    rmSync(directory, { recursive: true });
  });

  test('is written for the user only, and changes no answer', () => {
    const first = verify();
    const [name = ''] = readdirSync(directory);
    const { mode } = statSync(join(directory, name));
    assert.equal(mode & 0o777, 0o600);
    const second = verify();
    assert.match(first.stdout, /NEWSIG/);
    assert.deepEqual(
      [second.stdout, second.stderr, second.status],
      [first.stdout, first.stderr, first.status],
    );
  });

  test('is never written to, or read from, the current repository because HOME is relative', () => {
    rmSync(directory, { recursive: true, force: true });
    for (const HOME of ['.', '', 'x']) assert.match(verify({ HOME }).stdout, /NEWSIG/);
    assert.deepEqual([directory, join(home, 'x')].filter(existsSync), []);
    verify();
    assert.ok(existsSync(directory));
  });

  test('is ignored when it is damaged or truncated', () => {
    const good = verify();
    for (const name of readdirSync(directory)) {
      const file = join(directory, name);
      const bytes = readFileSync(file);
      for (const at of [0, 40, 200, bytes.length >> 1, bytes.length - 1]) {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ 0x10;
        writeFileSync(file, damaged);
        assert.deepEqual([verify().stdout, verify().status], [good.stdout, good.status]);
        writeFileSync(file, bytes);
      }
      writeFileSync(file, bytes.subarray(0, 1000));
      assert.deepEqual([verify().stdout, verify().status], [good.stdout, good.status]);
    }
  });

  test('is not read when others can write it', () => {
    const names = readdirSync(directory);
    for (const name of names) chmodSync(join(directory, name), 0o666);
    assert.match(verify().stdout, /NEWSIG/);
    for (const name of names)
      assert.equal(statSync(join(directory, name)).mode & 0o777, 0o600, 'written anew');
  });

  test('is not used when it is switched off or cannot be written', () => {
    rmSync(directory, { recursive: true });
    assert.match(verify({ WAXSEAL_CODE_CACHE: 'off' }).stdout, /NEWSIG/);
    assert.throws(() => readdirSync(directory));
    mkdirSync(join(home, 'file'), { recursive: true });
    writeFileSync(join(home, 'file', 'x'), '');
    assert.match(verify({ XDG_CACHE_HOME: join(home, 'file', 'x') }).stdout, /NEWSIG/);
  });
});
