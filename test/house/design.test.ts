import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const DESIGN = readFileSync('docs/design.md', 'utf8');
const PATH = /^(?:core|io|inspect|act|signer|extension|webview|test|scripts|docs)\/[\w./-]*$/;

test('every path that docs/design.md names is there', () => {
  const named = [...DESIGN.matchAll(/`([^`\n]+)`/g)]
    .map(([, text = '']) => text)
    .filter((text) => PATH.test(text) && !text.includes('SUBJECT'));
  assert.ok(named.length > 30, `only ${named.length} paths were found`);
  assert.deepEqual(
    named.filter((path) => !existsSync(path)),
    [],
  );
});

test('docs/design.md says what each folder of core is about', () => {
  const folders = readdirSync('core', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const [, table = ''] = DESIGN.split('The folders of `core`, lowest first:');
  const rows = table.slice(0, table.indexOf('\n## '));
  assert.deepEqual(
    folders.filter((folder) => !rows.includes(`\`${folder}\``)),
    [],
  );
});
