import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from '../../../core/encoding/index.js';
import { parseTrustedRoot } from '../../../core/trust/index.js';
import { verifyBundle } from '../../../core/verify/index.js';
import { bundleBytes, makeBundle } from '../../support/bundle.js';
import { TestInstance } from '../../support/instance.js';

const [first, second, stranger] = [new TestInstance(), new TestInstance(), new TestInstance()];
const artifact = utf8('an artifact\n');
const lines = `${first.trustJson}\n${second.trustJson}\n`;

test('trusted roots on separate lines are all trusted, and each authority keeps its own profile', async () => {
  const own = JSON.parse(second.trustJson);
  own.certificateAuthorities[0].profile = { name: 'acme', requires: ['timestamp'] };
  const trust = parseTrustedRoot(`${first.trustJson}\n${JSON.stringify(own)}\n`, 'user');
  const judge = async (by: TestInstance, logged: boolean) => {
    const { json } = makeBundle(by, artifact, { stampedAt: by.start + 1002 });
    if (!logged) json['verificationMaterial'].tlogEntries = [];
    return (await verifyBundle({ bundle: bundleBytes(json), artifact }, { trust })).outcome;
  };
  assert.deepEqual([await judge(first, true), await judge(first, false)], ['valid', 'incomplete']);
  assert.deepEqual([await judge(second, true), await judge(second, false)], ['valid', 'valid']);
  assert.equal(await judge(stranger, true), 'incomplete');
});

test('one line that is not a trusted root makes the file invalid, and so do too many lines', () => {
  assert.equal(parseTrustedRoot(lines).logs.length, 4);
  const indented = JSON.stringify(JSON.parse(first.trustJson), null, 2);
  assert.equal(parseTrustedRoot(indented).logs.length, 2, 'one root on many lines is one');
  assert.notEqual(parseTrustedRoot(lines).digest, parseTrustedRoot(first.trustJson).digest);
  for (const spoilt of [`${lines}{}\n`, `${lines}{"mediaType":"x"}\n`, `${lines}[]\n`, `${lines}x\n`])
    assert.throws(() => parseTrustedRoot(spoilt), { name: 'EncodingError' });
  const line = `${first.trustJson}\n`;
  assert.equal(parseTrustedRoot(line.repeat(16)).logs.length, 32);
  assert.throws(() => parseTrustedRoot(line.repeat(17)), /more than 16 trusted roots/);
});
