import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { measuredModule } from '../support/measured.js';

const CHILD = join(import.meta.dirname, 'ssh-child.js');
const TOO_LARGE = 'SSH_ALLOWED_SIGNERS_TOO_LARGE';

const ANSWERS: Readonly<Record<string, unknown>> = {
  'many names on one line': TOO_LARGE,
  'many lines for one key': TOO_LARGE,
  'many malformed lines': 'not-stated',
  'a long pattern': false,
  'many revoked serial numbers': 50_000,
  'a payload of 64 MiB without a line': 'nobody',
};

for (const [what, answer] of Object.entries(ANSWERS))
  test(`${what}: the answer comes in bounded time and memory`, async () => {
    const { result, cpuSeconds, megabytes } = await measuredModule(CHILD, '', { args: [what] });
    assert.deepEqual(result, answer);
    assert.ok(cpuSeconds < 5, `${cpuSeconds} s`);
    assert.ok(megabytes < 300, `${megabytes} MB`);
  });
