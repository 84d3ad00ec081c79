import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parseGitConfig } from '../../../io/git/config.js';
import { handedOverConfig } from '../../../io/git/handed-over.js';

const scratch = mkdtempSync(join(tmpdir(), 'waxseal-handed-over-'));
after(() => rmSync(scratch, { recursive: true }));

function handOver(text: string): Uint8Array | undefined {
  const file = join(scratch, 'config');
  writeFileSync(file, text);
  const fd = openSync(file, 'r');
  const env: NodeJS.ProcessEnv = { WAXSEAL_GIT_CONFIG_FD: String(fd) };
  try {
    const bytes = handedOverConfig(env);
    assert.deepEqual(env, {}, 'no child may believe it has the descriptor');
    return bytes;
  } finally {
    closeSync(fd);
  }
}

test('a complete configuration is read without its end mark', () => {
  const bytes = handOver('global\0file:/g\0user.name\nMe\0complete');
  assert.deepEqual(parseGitConfig(bytes ?? new Uint8Array()), [
    { key: 'user.name', value: 'Me', scope: 'global', origin: 'file:/g' },
  ]);
});

test('an empty configuration is accepted as a configuration', () => {
  assert.equal(handOver('complete')?.length, 0);
});

test('a configuration that git did not finish is not used', () => {
  assert.equal(handOver('global\0file:/g\0user.name\nMe\0'), undefined);
  assert.equal(handOver(''), undefined);
});

test('without a descriptor, or with one that is not open, git is asked instead', () => {
  assert.equal(handedOverConfig({}), undefined);
  assert.equal(handedOverConfig({ WAXSEAL_GIT_CONFIG_FD: '977' }), undefined);
  assert.equal(handedOverConfig({ WAXSEAL_GIT_CONFIG_FD: 'x' }), undefined);
});
