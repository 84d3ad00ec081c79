import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { MANIFEST } from '../../extension/contributions.js';
import { textKeys } from '../../extension/frame/manifest/manifest.js';

const read = (path: string): Record<string, unknown> => JSON.parse(readFileSync(path, 'utf8'));

test('package.json agrees with the ids in the code', () => {
  const manifest = read('package.json');
  for (const [name, made] of Object.entries(MANIFEST)) assert.deepEqual(manifest[name], made, name);
});

test('every text of the manifest exists, and none is unused', () => {
  assert.deepEqual(Object.keys(read('package.nls.json')).sort(), textKeys(MANIFEST).sort());
});

test('the extension does not start without a reason', () => {
  const events: readonly string[] = MANIFEST.activationEvents;
  assert.ok(!events.includes('*') && !events.includes('onStartupFinished'));
});
