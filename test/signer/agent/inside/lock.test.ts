import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs, {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { takeLock } from '../../../../signer/agent/lock.js';

let scratch: string;
let path: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'lock-'));
  path = join(scratch, 'a.lock');
});
afterEach(() => {
  mock.restoreAll();
  syncBuiltinESMExports();
  rmSync(scratch, { recursive: true });
});

/** Replaces a function of node:fs for all modules that import it. */
function replace(name: 'linkSync' | 'renameSync', instead: (from: string, to: string) => void): void {
  mock.method(fs, name, instead);
  syncBuiltinESMExports();
}

const gone = () => String(spawnSync('true').pid);

test('a lock names its holder, is only for the user, and disappears when it is released', () => {
  const unlock = takeLock(path);
  assert.equal(readFileSync(path, 'latin1'), String(process.pid));
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(scratch), ['a.lock']);
  unlock?.();
  assert.deepEqual(readdirSync(scratch), []);
});

test('a lock that somebody holds cannot be taken, and the attempt leaves nothing behind', () => {
  writeFileSync(path, String(process.ppid));
  assert.equal(takeLock(path), undefined);
  assert.equal(readFileSync(path, 'latin1'), String(process.ppid));
  assert.deepEqual(readdirSync(scratch), ['a.lock']);
});

test('a holder that belongs to another user, and so cannot be checked, counts as alive', () => {
  writeFileSync(path, '1');
  mock.method(process, 'kill', () => {
    throw Object.assign(new Error('not permitted'), { code: 'EPERM' });
  });
  assert.equal(takeLock(path), undefined);
  assert.equal(takeLock(path), undefined);
});

test('a lock whose holder is gone is broken, so that the next attempt succeeds', () => {
  writeFileSync(path, gone());
  assert.equal(takeLock(path), undefined);
  assert.deepEqual(readdirSync(scratch), []);
  takeLock(path)?.();
  assert.deepEqual(readdirSync(scratch), []);
});

test('a lock is stale after twenty seconds, whoever holds it, and also when its time is that far in the future', () => {
  for (const [age, stale] of [
    [19_999, false],
    [20_000, false],
    [20_001, true],
    [-20_000, false],
    [-20_001, true],
  ] as const) {
    writeFileSync(path, String(process.pid));
    fs.utimesSync(path, 1_700_000_000, 1_700_000_000);
    const now = mock.method(Date, 'now', () => 1_700_000_000_000 + age);
    assert.equal(takeLock(path), undefined);
    now.mock.restore();
    assert.equal(existsSync(path), !stale, String(age));
  }
});

test('a lock that was broken in the meantime, and now belongs to somebody else, is not released', () => {
  const unlock = takeLock(path);
  fs.renameSync(path, join(scratch, 'aside'));
  writeFileSync(path, String(process.ppid));
  unlock?.();
  assert.equal(readFileSync(path, 'latin1'), String(process.ppid));
  unlinkSync(path);
  unlock?.(); // gone already
});

test('if two processes break a stale lock, the second does not take away the lock of the first', () => {
  writeFileSync(path, gone());
  const rename = fs.renameSync;
  replace('renameSync', (from, to) => {
    rename(path, join(scratch, 'broken by another'));
    writeFileSync(path, String(process.ppid));
    rename(from, to);
  });
  assert.equal(takeLock(path), undefined);
  assert.equal(readFileSync(path, 'latin1'), String(process.ppid));
  assert.deepEqual(readdirSync(scratch).sort(), ['a.lock', 'broken by another']);
});

test('a directory in which no lock can be made is an error, and nothing is left there', () => {
  replace('linkSync', () => {
    throw Object.assign(new Error('no links here'), { code: 'EPERM' });
  });
  assert.throws(() => takeLock(path), { code: 'EPERM' });
  assert.deepEqual(readdirSync(scratch), []);
});
