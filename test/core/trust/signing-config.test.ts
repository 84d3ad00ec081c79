import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSigningConfig, type ServiceSelection, selectServices } from '../../../core/trust/index.js';

const NOW = Date.parse('2026-06-01T00:00:00Z') / 1000;

const service = (url: string, majorApiVersion: number, operator: string, start: string, end?: string) => ({
  url: `https://${url}/`,
  majorApiVersion,
  operator,
  validFor: { start: `${start}T00:00:00Z`, ...(end && { end: `${end}T00:00:00Z` }) },
});

const LOGS = [
  service('a1', 1, 'a', '2021-01-01'),
  service('a2-old', 2, 'a', '2025-01-01'),
  service('a2-new', 2, 'a', '2026-01-01'),
  service('a2-next', 2, 'a', '2027-01-01'),
  service('b1', 1, 'b', '2022-01-01'),
  service('c2-ended', 2, 'c', '2020-01-01', '2026-05-31'),
  service('d9', 9, 'd', '2020-01-01'),
];

function chosen(selection: ServiceSelection, versions = [1, 2], now = NOW): string[] {
  const { logs } = parseSigningConfig({ rekorTlogUrls: LOGS });
  return selectServices(logs, selection, versions, now).map(({ url }) => url.slice('https://'.length));
}

test('from one operator, the service with the highest version and the newest start is used, within its period', () => {
  assert.deepEqual(chosen({ selector: 'ALL' }), ['a2-new', 'b1']);
  assert.deepEqual(chosen({ selector: 'ALL' }, [1]), ['b1', 'a1']);
  assert.deepEqual(chosen({ selector: 'ALL' }, [1, 2, 9]), ['d9', 'a2-new', 'b1']);
  const later = Date.parse('2028-01-01T00:00:00Z') / 1000;
  assert.deepEqual(chosen({ selector: 'ALL' }, [2], later), ['a2-next']);
  const earlier = Date.parse('2025-06-01T00:00:00Z') / 1000;
  assert.deepEqual(chosen({ selector: 'ALL' }, [2], earlier), ['a2-old', 'c2-ended']);
});

test('the selector decides how many services are used: any one, all, or an exact number that must exist', () => {
  assert.deepEqual(chosen({ selector: 'ANY' }), ['a2-new']);
  assert.deepEqual(chosen({ selector: 'EXACT', count: 2 }), ['a2-new', 'b1']);
  assert.deepEqual(chosen({ selector: 'EXACT', count: 3 }), []);
  assert.deepEqual(chosen({ selector: 'ANY' }, [3]), []);
});

test('a signing config that is malformed is refused', () => {
  const [good] = LOGS;
  for (const bad of [
    [],
    'nonsense',
    { mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.1+json' },
    { rekorTlogUrls: {} },
    { rekorTlogUrls: [{}] },
    { rekorTlogUrls: [{ ...good, url: 'file:///etc/passwd' }] },
    { rekorTlogUrls: [{ ...good, validFor: undefined }] },
    { rekorTlogUrls: [{ ...good, validFor: { start: 'yesterday' } }] },
    { rekorTlogUrls: [{ ...good, majorApiVersion: '1' }] },
    { rekorTlogConfig: { selector: 'SOME' } },
    { rekorTlogConfig: { selector: 'EXACT' } },
    { rekorTlogConfig: { selector: 'EXACT', count: 0 } },
    { tsaConfig: 'ANY' },
  ])
    assert.throws(() => parseSigningConfig(bad), { name: 'EncodingError' }, JSON.stringify(bad));
});

test('a service whose period has no start is not told that a time is wrong', () => {
  const [good] = LOGS;
  for (const validFor of [{}, { start: '' }, { start: null }])
    assert.throws(() => parseSigningConfig({ rekorTlogUrls: [{ ...good, validFor }] }), {
      message: /the period of a service has no start/,
    });
});
