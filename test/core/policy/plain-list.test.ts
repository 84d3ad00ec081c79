import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withIdentity } from '../../../core/signer-policy/index.js';
import { readPlainList } from '../../../core/signer-policy/plain-list.js';
import { readYaml } from '../../../core/signer-policy/yaml.js';

const ME = { issuer: 'https://accounts.google.com:443/a', subject: 'dev+x@example.com' };

test('a file that this program wrote is read without a YAML parser, with the same result', async () => {
  const text = await withIdentity('# Mine.\n', 'policy.yaml', ME);
  const both = await withIdentity(text, 'policy.yaml', { issuer: 'a', subject: 'b' });
  assert.deepEqual(readPlainList(both), [ME, { issuer: 'a', subject: 'b' }]);
  assert.deepEqual({ identities: readPlainList(both) }, readYaml(both, 'policy.yaml'));
});

test('every other form is passed to the YAML parser', () => {
  const entry = (value: string) => `identities:\n  - issuer: ${value}\n`;
  for (const text of [
    '',
    'identities:\n',
    'identities: []\n',
    'identities:\nidentities:\n  - issuer: a\n',
    '  - issuer: a\nidentities:\n',
    'identities:\n    issuer: a\n',
    'identities:\n  - issuer: a\n    issuer: b\n',
    'identities:\n  - issuer: a\n---\n',
    'identities:\n  - issuer: a\n    subject: b #c\n',
    'identities:\n- issuer: a\n',
    ...[
      'true',
      'Null',
      '1',
      '.inf',
      '"a"',
      "'a'",
      'a: b',
      'a:',
      '*a',
      '&a',
      '!a',
      '|',
      'a #b',
      'a ',
      '[a]',
      'ä',
    ].map(entry),
    'identities:\n  - issuer: a\r\n',
    '# \u2028\nidentities:\n  - issuer: a\n',
  ])
    assert.equal(readPlainList(text), undefined, text);
});

/** Any text made of a few parts: when the fast reader gives an answer, YAML gives the same. */
test('whatever the fast reader accepts, YAML reads in the same way', () => {
  const pieces = [
    'identities:',
    '  - ',
    '    ',
    'issuer',
    'subject',
    ': ',
    ':',
    'a',
    'true',
    'https://x.y',
    '#',
    ' ',
    '\n',
    '\n',
  ];
  let state = 1;
  const next = (limit: number) => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
  let read = 0;
  for (let round = 0; round < 20_000; round++) {
    const noise = Array.from({ length: next(6) }, () => pieces[next(pieces.length)]).join('');
    const text = `identities:\n  - issuer: a\n    subject: ${noise}`;
    const plain = readPlainList(text);
    if (!plain) continue;
    read++;
    assert.deepEqual({ identities: plain }, readYaml(text, 'x'), JSON.stringify(text));
  }
  assert.ok(read > 100, String(read));
});
