import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseInstance } from '../../act/setup/instance.js';
import { TestInstance } from '../support/instance.js';

const { trustJson } = new TestInstance();
const NOW = 1_800_000_000;
const SINCE = { start: '2020-01-01T00:00:00Z' };

function config(signingConfig: Record<string, unknown>): string {
  return JSON.stringify({ trustedRoot: JSON.parse(trustJson), signingConfig });
}

const service = (url: string, majorApiVersion = 1, validFor: object = SINCE) => ({
  url,
  majorApiVersion,
  validFor,
});
const CA = [service('https://fulcio.example/')];

test('a trust configuration names all services', () => {
  const { trustedRoot, ...servers } = parseInstance(
    config({
      caUrls: CA,
      oidcUrls: [service('https://oidc.example/auth')],
      rekorTlogUrls: [service('https://rekor.example')],
      tsaUrls: [],
    }),
    NOW,
  );
  assert.deepEqual(servers, {
    fulcioUrl: 'https://fulcio.example',
    rekorUrl: 'https://rekor.example',
    rekorVersion: 1,
    oidcIssuer: 'https://oidc.example/auth',
  });
  assert.deepEqual(JSON.parse(trustedRoot), JSON.parse(trustJson));
});

test('Rekor v2 is used only if a timestamp authority proves the time', () => {
  const logs = [service('https://v1.example', 1), service('https://v2.example', 2)];
  const tsa = 'https://tsa.example/api/v1/timestamp';
  const without = parseInstance(config({ caUrls: CA, rekorTlogUrls: logs }), NOW);
  assert.deepEqual(
    [without.rekorUrl, without.rekorVersion, without.timestampUrl],
    ['https://v1.example', 1, undefined],
  );
  const stamped = parseInstance(config({ caUrls: CA, rekorTlogUrls: logs, tsaUrls: [service(tsa)] }), NOW);
  assert.deepEqual(
    [stamped.rekorUrl, stamped.rekorVersion, stamped.timestampUrl],
    ['https://v2.example', 2, tsa],
  );
});

test('services that are out of use or of unknown versions are skipped', () => {
  const ended = { ...SINCE, end: '2021-01-01T00:00:00Z' };
  const later = { start: '2100-01-01T00:00:00Z' };
  const logs = [
    service('https://ended.example', 1, ended),
    service('https://later.example', 1, later),
    service('https://v9.example', 9),
    service('https://now.example'),
  ];
  assert.equal(
    parseInstance(config({ caUrls: CA, rekorTlogUrls: logs }), NOW).rekorUrl,
    'https://now.example',
  );
  assert.throws(() => parseInstance(config({ caUrls: CA, rekorTlogUrls: logs.slice(0, 3) }), NOW), {
    code: 'INSTANCE_MALFORMED',
  });
});

test('a trusted root alone names its authority and its log of version 1', () => {
  const { fulcioUrl, rekorUrl, rekorVersion, oidcIssuer } = parseInstance(trustJson, NOW);
  assert.deepEqual(
    { fulcioUrl, rekorUrl, rekorVersion, oidcIssuer },
    {
      fulcioUrl: 'https://fulcio.sigstore.test',
      rekorUrl: 'https://rekor.sigstore.test',
      rekorVersion: 1,
      oidcIssuer: undefined,
    },
  );
});

test('invalid URLs and files of another kind are refused', () => {
  for (const text of [
    config({ caUrls: [service('javascript:alert(1)')], rekorTlogUrls: [] }),
    config({ caUrls: [{ majorApiVersion: 1 }] }),
    config({ caUrls: 'x' }),
    '[]',
    '{}',
    'null',
  ])
    assert.throws(() => parseInstance(text, NOW), { code: 'INSTANCE_MALFORMED' }, text);
});
