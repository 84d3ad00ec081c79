import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Place } from '../../core/finding/index.js';
import { readRepositoryPolicy } from '../../core/repository-policy/parse.js';
import { policyMessage } from '../../core/signer-policy/index.js';
import { POLICY_FILE_NAME } from '../../extension/policy/file.js';
import { check } from '../../extension/policy/language/check.js';
import { complete } from '../../extension/policy/language/complete.js';
import { hover } from '../../extension/policy/language/hover.js';
import { PolicySchema } from '../../extension/policy/language/schema.js';
import { POLICY_FILE } from '../../io/repository-policy/index.js';
import { NOW } from '../support/policy.js';

const schema = new PolicySchema(JSON.parse(readFileSync('schemas/waxseal.schema.json', 'utf8')));

/** A text in which `|` marks the cursor, and the offset of the cursor. */
function at(marked: string): [text: string, offset: number] {
  const offset = marked.indexOf('|');
  return [marked.slice(0, offset) + marked.slice(offset + 1), offset];
}

function offered(marked: string): string[] {
  const [text, offset] = at(marked);
  return complete(text, offset, schema)?.offers.map(({ label }) => label) ?? [];
}

/** The text after an offer was accepted, without its placeholders. */
function taken(marked: string, label: string): string {
  const [text, offset] = at(marked);
  const { start, end, offers } = complete(text, offset, schema) ?? { start: 0, end: 0, offers: [] };
  const offer = offers.find((one) => one.label === label);
  assert.ok(offer, `${label} is not offered`);
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1);
  const white = /^ */.exec(line)?.[0] ?? '';
  const written = offer.snippet
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$0/g, '')
    .replace(/\\([\\$}])/g, '$1')
    .replaceAll('\n', `\n${white}`);
  return text.slice(0, start) + written + text.slice(end);
}

const SIGNERS = `signers:
  alice:
    issuer: https://accounts.google.com
    subject: alice@example.com
  release-bot:
    ssh: SHA256:2PyyKmoqUXDAzJJdyGpVRZtvrdcD2tGwvJTr4nCjVqk
`;
const RULE = `rules:
  - name: everything
    signers: alice
`;

test('the editor and the command use the same file', () => {
  assert.equal(POLICY_FILE_NAME, POLICY_FILE);
});

test('in an empty file, its fields and a complete policy are offered', () => {
  assert.deepEqual(offered('|'), [
    'version',
    'signers',
    'rules',
    'requiredSince',
    'revoked',
    'exceptions',
    'policy',
  ]);
});

test('a field that exists is not offered again', () => {
  assert.ok(!offered(`${SIGNERS}ru|`).includes('signers'));
  assert.ok(offered(`${SIGNERS}ru|`).includes('rules'));
  assert.deepEqual(offered(`${SIGNERS}${RULE}    |`).slice(0, 3), ['branches', 'tags', 'paths']);
  assert.ok(!offered(`${SIGNERS}${RULE}    |`).includes('signers'));
});

test('the fields of a signer are offered below its name, between other fields, and inside braces', () => {
  for (const marked of [
    'signers:\n  alice:\n    |',
    'signers:\n  alice:\n    iss|\n    subject: a\n',
    'signers:\n  alice: {|}',
    'signers:\n  alice: {subject: a, i|}',
    'signers:\n  alice:\n    - |',
  ])
    assert.ok(offered(marked).includes('issuer'), marked);
  assert.ok(!offered('signers:\n  alice:\n    |').includes('branches'));
});

test('a word before a colon is replaced, and no second colon is written', () => {
  assert.equal(
    taken('signers:\n  alice:\n    iss|: https://x.example\n', 'issuer'),
    'signers:\n  alice:\n    issuer: https://x.example\n',
  );
});

test('for a field with a list or a mapping, the list or mapping is opened', () => {
  assert.equal(taken('ru|', 'rules'), 'rules:\n  - ');
  assert.equal(taken('|', 'signers'), 'signers:\n  ');
  assert.equal(taken(`${SIGNERS}rules:\n  - si|`, 'signers'), `${SIGNERS}rules:\n  - signers: `);
});

test('a rule is offered at the start of a list of rules, inside it, and after a dash', async () => {
  for (const marked of [
    `${SIGNERS}rules:\n  |`,
    `${SIGNERS}rules:\n  - |`,
    `${SIGNERS}rules:\n  - {name: a, signers: release-bot, tags: v*}\n  |`,
  ]) {
    const text = taken(marked, 'rule: everything');
    const { findings } = await readRepositoryPolicy(text, 'p', NOW);
    assert.deepEqual(
      findings.filter(({ level }) => level === 'error'),
      [],
      text,
    );
  }
});

test('every template gives a policy without an unknown field', async () => {
  const places: [string, string][] = [
    ['|', 'policy'],
    ['signers:\n  |', 'signer: a person'],
    ['signers:\n  |', 'signer: a GitHub Actions workflow'],
    ['signers:\n  eve: {ssh: x}\n  |', 'signer: a key'],
    [`${SIGNERS}rules:\n  - |`, 'rule: tags'],
    [`${SIGNERS}rules:\n  |`, 'rule: files'],
    ['revoked:\n  |', 'revoked signer'],
    ['exceptions:\n  - |', 'exception'],
  ];
  for (const [marked, label] of places) {
    const text = taken(marked, label);
    const { findings } = await readRepositoryPolicy(text, 'p', NOW);
    const wrong = findings.filter(({ rule }) => rule === 'POLICY_UNKNOWN_FIELD' || rule === 'POLICY_SYNTAX');
    assert.deepEqual(wrong, [], text);
  }
  const { policy } = await readRepositoryPolicy(taken('|', 'policy'), 'p', NOW);
  assert.ok(policy, 'the whole policy can be used');
});

test('rules and revocations are offered the names under signers', () => {
  for (const marked of [
    `${SIGNERS}rules:\n  - signers: |`,
    `${SIGNERS}rules:\n  - signers: [alice, |]`,
    `${SIGNERS}rules:\n  - signers:\n      - |`,
    `${SIGNERS}rules:\n  - signers:\n      |`,
    `${SIGNERS}revoked:\n  - signer: |`,
  ])
    assert.deepEqual(offered(marked).slice(0, 2), ['alice', 'release-bot'], marked);
  assert.deepEqual(offered(`${SIGNERS}rules:\n  - merges: |`), ['alice', 'release-bot', 'nobody']);
  assert.equal(
    taken(`${SIGNERS}rules:\n  - signers:\n      |`, 'alice'),
    `${SIGNERS}rules:\n  - signers:\n      - alice`,
  );
});

test('words from the schema are offered as values', () => {
  assert.deepEqual(offered(`rules:\n  - signerIs: |`), ['author', 'committer']);
  assert.ok(offered('signers:\n  a:\n    issuer: htt|').includes('https://accounts.google.com'));
  assert.equal(
    taken('signers:\n  a:\n    issuer: https://acc|\n', 'https://accounts.google.com'),
    'signers:\n  a:\n    issuer: https://accounts.google.com\n',
  );
});

test('nothing is offered in comments, after a colon, inside longer text, and in text that is too large', () => {
  for (const marked of [
    '# sig|',
    `${SIGNERS}rules:|`,
    `${SIGNERS}rules:\n  - name: all of |`,
    `${'x: 1\n'.repeat(60_000)}|`,
    `${'['.repeat(100)}|`,
  ])
    assert.deepEqual(offered(marked), [], marked.slice(-40));
});

test('a field is explained in the words of the schema', () => {
  const told = hover(...at(`${SIGNERS.replace('issuer', 'iss|uer')}`), schema);
  assert.deepEqual(told?.title, 'issuer');
  assert.match(told?.description ?? '', /who vouches for the identity/);
  assert.equal(hover(...at(`${SIGNERS}${RULE.replace('everything', 'every|thing')}`), schema)?.title, 'name');
  assert.equal(hover(...at('# com|ment\na: 1'), schema), undefined);
});

test('the name of a signer is explained by its entry under signers', () => {
  for (const marked of [
    `${SIGNERS}${RULE.replace(': alice', ': al|ice')}`,
    SIGNERS.replace('alice:', 'al|ice:'),
  ])
    assert.deepEqual(hover(...at(marked), schema)?.lines, [
      'issuer: https://accounts.google.com',
      'subject: alice@example.com',
    ]);
});

const MENDED: [name: string, text: string, after: string][] = [
  ['a misspelt field', 'signrs:\n  a: {}\n', 'signers:\n  a: {}\n'],
  ['a misspelt field of a signer', 'signers: {a: {subjct: b}}\n', 'signers: {a: {subject: b}}\n'],
  ['a misspelt name', `${SIGNERS}rules: [{signers: "alcie"}]\n`, `${SIGNERS}rules: [{signers: "alice"}]\n`],
  [
    'a misspelt person',
    `${SIGNERS}rules: [{signers: alice, signerIs: 'auther'}]\n`,
    `${SIGNERS}rules: [{signers: alice, signerIs: 'author'}]\n`,
  ],
  [
    'a block that keeps its line break',
    'signers:\n  a:\n    subject: |\n      b@example.com\n    issuer: https://x.example\nrules: [{signers: a}]\n',
    'signers:\n  a:\n    subject: |-\n      b@example.com\n    issuer: https://x.example\nrules: [{signers: a}]\n',
  ],
  [
    'a folded block with an indicator',
    'signers:\n  a:\n    subject: >2\n      b@example.com\n    issuer: https://x.example\nrules: [{signers: a}]\n',
    'signers:\n  a:\n    subject: >-2\n      b@example.com\n    issuer: https://x.example\nrules: [{signers: a}]\n',
  ],
  [
    'white space at the ends',
    "signers: {a: {issuer: https://x.example, subject: ' it''s '}}\nrules: [{signers: a}]\n",
    "signers: {a: {issuer: https://x.example, subject: 'it''s'}}\nrules: [{signers: a}]\n",
  ],
  [
    'a word that YAML takes for a truth',
    'signers: {a: {issuer: https://x.example, subject: true}}\nrules: [{signers: a}]\n',
    "signers: {a: {issuer: https://x.example, subject: 'true'}}\nrules: [{signers: a}]\n",
  ],
  [
    'a dot in a host name',
    "signers: {a: {issuerRegExp: 'https://x.example/.*', subject: b}}\nrules: [{signers: a}]\n",
    "signers: {a: {issuerRegExp: 'https://x\\.example/.*', subject: b}}\nrules: [{signers: a}]\n",
  ],
  [
    'a dot in a host name between double quotes',
    'signers: {a: {issuerRegExp: "https://x.example/.*", subject: b}}\nrules: [{signers: a}]\n',
    'signers: {a: {issuerRegExp: "https://x\\\\.example/.*", subject: b}}\nrules: [{signers: a}]\n',
  ],
  [
    'an end that is left open',
    'signers: {a: {issuer: i, subjectRegExp: "https://x\\\\.example/octo.*"}}\nrules: [{signers: a}]\n',
    'signers: {a: {issuer: i, subjectRegExp: "https://x\\\\.example/octo/.*"}}\nrules: [{signers: a}]\n',
  ],
  [
    'an anchor at one end',
    'signers: {a: {issuer: i, subjectRegExp: ^abc}}\nrules: [{signers: a}]\n',
    'signers: {a: {issuer: i, subjectRegExp: abc}}\nrules: [{signers: a}]\n',
  ],
  [
    'a rule that is never reached',
    `${SIGNERS}rules:\n  # all\n  - name: all\n    signers: [alice, release-bot]\n  # tags\n  - name: tags\n    tags: v*\n    signers: alice\n`,
    `${SIGNERS}rules:\n  # tags\n  - name: tags\n    tags: v*\n    signers: alice\n  # all\n  - name: all\n    signers: [alice, release-bot]\n`,
  ],
];
for (const [name, text, after] of MENDED)
  test(`${name} is fixed, and the problem is gone`, async () => {
    const [problem] = (await check(text, NOW)).filter(({ fix }) => fix !== undefined);
    assert.ok(problem?.fix, JSON.stringify(await check(text, NOW)));
    const changes = [...problem.fix.changes].sort((a, b) => b.start - a.start);
    const mended = changes.reduce(
      (now, { start, end, text: by }) => now.slice(0, start) + by + now.slice(end),
      text,
    );
    assert.equal(mended, after);
    const left = await check(mended, NOW);
    assert.ok(!left.some(({ rule, message }) => rule === problem.rule && message === problem.message));
  });

test('problems are those of the command, at the same places, and end at the end of their word', async () => {
  const text = `${SIGNERS}rules:\n  - signers: [alcie, release-bot]\r\n  - name: two # more\n    signers: alice\n`;
  const { findings } = await readRepositoryPolicy(text, POLICY_FILE, NOW);
  const found = await check(text, NOW);
  assert.deepEqual(
    found.map(({ fix, message, at, ...finding }) => {
      const { end, ...range } = at?.range ?? { start: undefined };
      return [message, { ...finding, at: { ...at, range } }];
    }),
    findings.map((finding) => [policyMessage(finding), finding]),
  );
  const lines = text.split('\n');
  const words = found.map(({ at }) => {
    const offset = ({ line, column }: Place = { line: 1, column: 1 }) =>
      lines.slice(0, line - 1).join('\n').length + 1 + column - 1;
    return text.slice(offset(at?.range?.start), offset(at?.range?.end));
  });
  assert.deepEqual(words, ['alcie', 'name: two']);
});

test('text of any kind gets an answer', async () => {
  for (const text of [
    '',
    '|',
    '\ufeffa: 1',
    '%YAML 1.1\n---\na',
    '&a [*a]',
    '- '.repeat(5000),
    '\t',
    '? [a]\n: b',
    '"\\u0000',
  ])
    for (const offset of [0, Math.floor(text.length / 2), text.length]) {
      await check(text, NOW);
      complete(text, offset, schema);
      hover(text, offset, schema);
    }
});
