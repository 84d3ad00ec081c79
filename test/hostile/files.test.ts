import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { TestInstance } from '../support/instance.js';
import { measuredModule } from '../support/measured.js';

const CHILD = join(import.meta.dirname, 'file-child.js');
const list = <T>(length: number, make: (i: number) => T) => Array.from({ length }, (_, i) => make(i));

/** Node alone takes some 60 MB and a quarter of a second. */
async function said(kind: string, text: string, megabytes = 300): Promise<unknown> {
  const run = await measuredModule<{ said: unknown }>(CHILD, text, { args: [kind] });
  assert.ok(run.cpuSeconds < 10, `${run.cpuSeconds} s`);
  assert.ok(run.megabytes < megabytes, `${run.megabytes} MB`);
  return run.result.said;
}

const root = JSON.parse(new TestInstance().trustJson);

test('a trusted root of 100,000 logs or authorities is refused by name, in bounded time and memory', async () => {
  for (const member of ['tlogs', 'certificateAuthorities']) {
    const [one] = root[member];
    const many = (count: number) => JSON.stringify({ ...root, [member]: list(count, () => one) });
    const small = JSON.stringify({ ...root, [member]: list(20_000, () => ({})) });
    assert.match(
      String(await said('trusted-root', many(100_000), 600)),
      /^JSON_MALFORMED: a trusted root of more than 1048576 bytes/,
    );
    assert.match(String(await said('trusted-root', small)), /^JSON_MALFORMED: .*100/);
    assert.equal(typeof (await said('trusted-root', many(100))), 'number');
  }
});

test('a policy proposed for a history of very many signers is refused by name where it is too large, in bounded time and memory', async () => {
  assert.equal(await said('proposal', '1000 10'), 1000);
  assert.match(String(await said('proposal', '100000 1')), /^POLICY_TOO_LARGE: /);
  for (const sign of ['-', '/'])
    assert.match(String(await said('proposal', `100 60000 ${sign}`)), /^POLICY_BAD_VALUE: /);
});
