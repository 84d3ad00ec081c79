import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRequest } from '../../extension/signing/request.js';

const ISSUER = 'https://issuer.example.test';
const BROWSER = {
  type: 'browser',
  issuer: ISSUER,
  url: 'http://localhost:8123/Zm9vYmFy',
  leadsTo: 'issuer.example.test',
  callback: 'http://localhost:8123/auth/callback',
  chosen: [],
};
const CODE = {
  type: 'code',
  issuer: ISSUER,
  address: `${ISSUER}/device`,
  code: 'AAAA-BBBB',
  seconds: 300,
  chosen: [],
};
const PUBLICATION = {
  identity: { subject: 'dev@example.test', issuer: ISSUER },
  fulcio: 'https://fulcio.example.test',
  logs: ['https://rekor.example.test'],
  chosen: [
    {
      what: 'fulcio',
      value: 'https://fulcio.example.test',
      from: 'waxseal.fulcio (local, file:.git/config)',
    },
  ],
};

test('a complete request of a program is answered', () => {
  assert.deepEqual(readRequest(BROWSER), BROWSER);
  const { seconds: _, ...code } = CODE;
  assert.deepEqual(readRequest(CODE), code);
  const consent = { type: 'consent', publication: PUBLICATION };
  assert.deepEqual(readRequest({ ...consent, more: 1 }), consent);
});

test('no program can make the editor open anything but a web page', () => {
  for (const url of [
    'command:workbench.action.quit',
    'file:///etc/passwd',
    'vscode://some.extension/run',
    'javascript:alert(1)',
    'http://issuer.example.test/authorize',
    'https://issuer.example.test@evil.example/authorize',
    `https://issuer.example.test/${'a'.repeat(9000)}`,
    'no address',
    7,
    undefined,
  ]) {
    assert.equal(readRequest({ ...BROWSER, url }), undefined, String(url));
    assert.equal(readRequest({ ...CODE, address: url }), undefined, String(url));
  }
});

test('a callback that is not on this machine is refused', () => {
  for (const callback of ['https://localhost:8123/', 'http://10.0.0.1:8123/', 'file:///a', ''])
    assert.equal(readRequest({ ...BROWSER, callback }), undefined, callback);
});

test('only the program’s own page on this machine is opened for a sign-in in the browser', () => {
  for (const url of [`${ISSUER}/authorize?state=s&code_challenge=c`, 'http://localhost:8124/Zm9vYmFy'])
    assert.equal(readRequest({ ...BROWSER, url }), undefined, url);
  for (const leadsTo of [undefined, 7])
    assert.equal(readRequest({ ...BROWSER, leadsTo }), undefined, String(leadsTo));
});

test('the host of an address is shown as it is, not as it looks', () => {
  const shown = readRequest({ ...CODE, address: 'https://\u0456ssuer.example.test/device' });
  assert.equal(shown?.type === 'code' && shown.address.startsWith('https://xn--'), true);
});

test('a question with missing, wrong or too large parts is not asked', () => {
  for (const publication of [
    undefined,
    null,
    {},
    { ...PUBLICATION, identity: undefined },
    { ...PUBLICATION, identity: { subject: 'dev@example.test' } },
    { ...PUBLICATION, fulcio: 'f'.repeat(3000) },
    { ...PUBLICATION, logs: 'https://rekor.example.test' },
    { ...PUBLICATION, logs: [7] },
    { ...PUBLICATION, logs: Array(100).fill('https://rekor.example.test') },
  ])
    assert.equal(readRequest({ type: 'consent', publication }), undefined);
  for (const change of [{ code: 'A'.repeat(65) }, { code: 7 }, { issuer: undefined }, { type: 'other' }])
    assert.equal(readRequest({ ...CODE, ...change }), undefined);
  assert.equal(readRequest({}), undefined);
});
