import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const rows = readFileSync('SECURITY.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| attack'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

test('every threat in SECURITY.md names a check and a test that exists', () => {
  assert.ok(rows.length > 20);
  for (const [, attack, check, proof = ''] of rows) {
    const [, file = '', name = ''] = /^`([\w/-]+)`: (.+)$/.exec(proof) ?? [];
    const path = `test/${file}.test.ts`;
    assert.ok(attack && check && existsSync(path), `${attack}: ${path}`);
    const written = readFileSync(path, 'utf8').replaceAll("\\'", "'");
    assert.ok(written.includes(name), `${attack}: ${path} has no test "${name}"`);
  }
});
