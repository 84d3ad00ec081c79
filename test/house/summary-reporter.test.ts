import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { sharedDir } from '../support/shared.js';
import { realStack } from '../support/stack.js';

const { isMissed } = (await import(pathToFileURL('scripts/summary-reporter.mjs').href)) as {
  isMissed: (file: string, reason: string, required: readonly string[]) => boolean;
};
const EDITOR = '/clone/build/test/extension/ui.test.js';
const OTHER = '/clone/build/test/interop/gitsign.test.js';

test('where the editor is required, each of its tests is, and no other', () => {
  assert.equal(isMissed(EDITOR, 'there is no Chromium', ['editor', 'peers']), true);
  assert.equal(isMissed(EDITOR, 'there is no Chromium', ['peers']), false);
  assert.equal(isMissed(OTHER, 'there is no Chromium', ['editor', 'peers']), false);
});

test('what lies beside the repository is never required', () => {
  const { skip } = sharedDir('fixtures/no-such-folder');
  assert.match(String(skip), /no-such-folder/);
  for (const file of [EDITOR, OTHER])
    assert.equal(isMissed(file, String(skip), ['editor', 'peers', 'real']), false);
});

test('where the real servers are required, a test that did not find them has failed', async () => {
  const before = process.env['WAXSEAL_REAL_SIGSTORE'];
  try {
    for (const named of ['', '/no/such/folder']) {
      process.env['WAXSEAL_REAL_SIGSTORE'] = named;
      const real = await realStack();
      assert.ok('reason' in real);
      assert.equal(isMissed(OTHER, real.reason, ['peers', 'real']), true, real.reason);
      assert.equal(isMissed(OTHER, real.reason, ['peers', 'editor']), false, real.reason);
    }
  } finally {
    if (before === undefined) delete process.env['WAXSEAL_REAL_SIGSTORE'];
    else process.env['WAXSEAL_REAL_SIGSTORE'] = before;
  }
});
