import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseChallenges } from '../../../io/registry/challenge.js';
import { isLinkLocal, isNear, mayUseHttp } from '../../../io/registry/hosts.js';
import { checkedLead, nextPage } from '../../../io/registry/redirect.js';
import { failsWith } from '../support/registry.js';

const hostname = (host: string) => new URL(`https://${host}`).hostname;

describe('http: may be used', () => {
  for (const host of [
    'localhost:5000',
    '127.0.0.1',
    '127.9.9.9',
    '[::1]:5000',
    'shop.local',
    'a.localhost',
    '10.1.2.3',
  ])
    test(`for ${host}`, () => assert.ok(mayUseHttp(hostname(host))));
  for (const host of ['172.16.0.1', '172.31.255.255', '192.168.7.7'])
    test(`for ${host}`, () => assert.ok(mayUseHttp(hostname(host))));
  const NOT = [
    'ghcr.io',
    '172.32.0.1',
    '11.0.0.1',
    '169.254.1.1',
    'local',
    'notlocal',
    'localhost.example',
    '8.8.8.8',
  ];
  for (const host of NOT) test(`not for ${host}`, () => assert.equal(mayUseHttp(hostname(host)), false));
});

test('addresses of this machine, private networks and the link are near, and others are not', () => {
  const near = [
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.20.0.1',
    '192.168.0.1',
  ];
  for (const host of [
    ...near,
    '[::]',
    '[::1]',
    '[fc00::1]',
    '[fe80::1]',
    '[::ffff:10.0.0.1]',
    'metadata.google.internal',
  ])
    assert.ok(isNear(hostname(host)), host);
  for (const host of ['8.8.8.8', '[2001:db8::1]', 'ghcr.io', '[::ffff:8.8.8.8]', '172.32.0.1'])
    assert.equal(isNear(hostname(host)), false, host);
  for (const host of ['169.254.169.254', '[fe80::1]', '[::ffff:169.254.169.254]', 'metadata', '2852039166'])
    assert.ok(isLinkLocal(hostname(host)), host);
  for (const host of ['10.0.0.1', '[fd00::1]', 'ghcr.io'])
    assert.equal(isLinkLocal(hostname(host)), false, host);
});

describe('a registry may lead', () => {
  const lead = (to: string, from: string, allowHttp = false) =>
    checkedLead(to, new URL(from), { origin: new URL(from), place: 'x', allowHttp }).href;
  const YES: [string, string, boolean?][] = [
    ['https://cdn.example/x', 'https://ghcr.io/y'],
    ['/x', 'https://ghcr.io/y'],
    ['https://10.0.0.1/', 'https://10.0.0.2/'],
    ['http://localhost:1/', 'http://localhost:2/'],
    ['http://example.com/', 'http://example.org/', true],
  ];
  for (const [to, from, allowHttp] of YES)
    test(`from ${from} to ${to}`, () => assert.equal(lead(to, from, allowHttp), new URL(to, from).href));
  const NO: [string, string, boolean?][] = [
    ['http://cdn.example/x', 'https://ghcr.io/y'],
    ['http://cdn.example/x', 'https://ghcr.io/y', true],
    ['http://cdn.example/x', 'http://localhost:5000/'],
    ['https://10.0.0.1/', 'https://ghcr.io/'],
    ['https://localhost/', 'https://ghcr.io/'],
    ['https://[::ffff:7f00:1]/', 'https://ghcr.io/'],
    ['https://169.254.169.254/', 'https://ghcr.io/'],
    ['http://169.254.169.254/', 'http://localhost:5000/', true],
    ['http://2852039166/', 'http://localhost:5000/', true],
    ['https://metadata.google.internal/', 'https://10.0.0.1/'],
  ];
  for (const [to, from, allowHttp] of NO)
    test(`not from ${from} to ${to}${allowHttp ? ', even where http: is allowed' : ''}`, () =>
      assert.throws(() => lead(to, from, allowHttp), failsWith('REGISTRY_REDIRECT_REFUSED')));
});

test('the next page is the link with the relation next', () => {
  assert.equal(nextPage('</a?n=1>; rel="next"'), '/a?n=1');
  assert.equal(nextPage('</p>; rel="prev", </n>; rel=next'), '/n');
  assert.equal(nextPage('</n>; title="x"; rel="last next"'), '/n');
  for (const none of [undefined, '', '</p>; rel="prev"', '</p>; rel="nextone"', 'rel="next"', '</p>'])
    assert.equal(nextPage(none), undefined, none);
});

describe('WWW-Authenticate', () => {
  const plain = (header: string) =>
    parseChallenges(header).map(({ scheme, parameters }) => [scheme, { ...parameters }]);
  test('has schemes with parameters, quoted or not', () => {
    assert.deepEqual(plain('Bearer realm="https://a/t",service=b , scope="repository:a/b:pull,push"'), [
      ['bearer', { realm: 'https://a/t', service: 'b', scope: 'repository:a/b:pull,push' }],
    ]);
    assert.deepEqual(plain('Basic realm="a \\"b\\", c", BEARER Realm="x"'), [
      ['basic', { realm: 'a "b", c' }],
      ['bearer', { realm: 'x' }],
    ]);
    assert.deepEqual(plain('Negotiate abc==, Basic'), [
      ['negotiate', {}],
      ['basic', {}],
    ]);
  });
  test('keeps the first of two parameters with one name, and nothing after what cannot be read', () => {
    assert.deepEqual(plain('Bearer realm="a", realm="b"'), [['bearer', { realm: 'a' }]]);
    assert.deepEqual(plain('Bearer realm="a'), [['bearer', {}]]);
    assert.deepEqual(plain('"x", Basic'), []);
    assert.deepEqual(plain(''), []);
  });
  test('is read in linear time, up to a limit', () => {
    assert.deepEqual(plain(`Bearer ${'a'.repeat(9000)}`), []);
    const start = performance.now();
    plain(`Bearer ${'a,'.repeat(4000)}`);
    plain(`Bearer realm="${'\\'.repeat(8000)}`);
    assert.ok(performance.now() - start < 1000);
  });
});
