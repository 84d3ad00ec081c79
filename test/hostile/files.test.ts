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

const LONG = 300_000;
const LISTS: Readonly<Record<string, readonly [text: string, said: RegExp]>> = {
  'of 100,000 fields': [list(80_000, (i) => `k${i}: 1`).join('\n'), /^POLICY_UNKNOWN_FIELD: /],
  'with a mapping of 100,000 fields': [
    `identities: {${list(80_000, (i) => `k${i}: 1`).join(', ')}}`,
    /^POLICY_BAD_VALUE: /,
  ],
  'of nested lists': [`identities: ${'['.repeat(LONG)}${']'.repeat(LONG)}`, /^POLICY_TOO_LARGE: /],
  'of nested dashes': [`identities:\n ${'- '.repeat(LONG)}`, /^POLICY_TOO_LARGE: /],
  'of nothing but colons': [': '.repeat(LONG), /^POLICY_TOO_LARGE: /],
  'of wrong tags': [`identities: [${'!!a x,'.repeat(40_000)}]`, /^POLICY_SYNTAX: the list:1:/],
  'with a key twice': ['identities:\n  - {issuer: a, issuer: b}\n', /^POLICY_SYNTAX: the list:2:17: /],
  'of 35,000 identities': [
    `identities:\n${'  - {issuer: a, subject: b}\n'.repeat(35_000)}`,
    /^POLICY_TOO_LARGE: /,
  ],
};

for (const [what, [text, right]] of Object.entries(LISTS))
  test(`a list of one’s own ${what} is refused by name, in bounded time and memory`, async () => {
    assert.match(String(await said('own-list', text, 400)), right);
  });

test('a list of one’s own of 10,000 identities is read', async () => {
  const text = list(10_000, (i) => `  - {issuer: "https://a.example", subject: "p${i}@example.test"}\n`);
  assert.equal(await said('own-list', `identities:\n${text.join('')}`), 10_000);
});
