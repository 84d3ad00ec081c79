import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkAccessTokenHash } from '../../../io/identity/sign-in/at-hash.js';

const token = (alg: string, claims: object) =>
  [{ alg }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
// OpenID Connect Core appendix A.3 gives this pair.
const [ACCESS, HASH] = ['jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y', '77QmUPtjPfzWtF2AnpK9RQ'];

test('the at_hash of the standard’s example holds', () => {
  checkAccessTokenHash(token('RS256', { at_hash: HASH }), ACCESS);
});

test('an ID token without at_hash passes', () => {
  checkAccessTokenHash(token('RS256', {}), ACCESS);
});

test('an at_hash of another access token, of another hash or of an unknown algorithm is refused', () => {
  for (const [idToken, access] of [
    [token('RS256', { at_hash: HASH }), `${ACCESS}x`],
    [token('RS512', { at_hash: HASH }), ACCESS],
    [token('none', { at_hash: HASH }), ACCESS],
    [token('RS256', { at_hash: 7 }), ACCESS],
  ] as const) {
    assert.throws(() => checkAccessTokenHash(idToken, access), { code: 'SIGN_IN_REJECTED' });
  }
});
