import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { HOSTILE_POLICIES } from '../support/hostile-policies.js';
import { measuredModule } from '../support/measured.js';

const CHILD = join(import.meta.dirname, 'editor-child.js');
const SCHEMA = resolve('schemas', 'waxseal.schema.json');

/** Node alone takes some 60 MB and a quarter of a second. */
async function codes(text: string): Promise<readonly string[]> {
  const run = await measuredModule<string[]>(CHILD, text, { args: [SCHEMA] });
  assert.ok(run.cpuSeconds < 12, `${run.cpuSeconds} s`);
  assert.ok(run.megabytes < 500, `${run.megabytes} MB`);
  return run.result;
}

for (const [what, [text, code]] of Object.entries(HOSTILE_POLICIES))
  test(`in the editor, a policy ${what} is a mistake by name, in bounded time and memory`, async () => {
    assert.ok((await codes(text)).includes(code));
  });

test('in the editor, a text full of the word that stands for the cursor, or of white space, is read in bounded time', async () => {
  await codes(`a: cursor9f3a${'0'.repeat(250_000)}\n`);
  assert.ok((await codes(`bad: 1${' '.repeat(250_000)}x\n`)).includes('POLICY_UNKNOWN_FIELD'));
});
