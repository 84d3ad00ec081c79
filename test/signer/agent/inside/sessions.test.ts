import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdentityToken } from '../../../../io/identity/index.js';
import {
  type AgentSession,
  factsOf,
  isRenewable,
  isUsable,
  newSession,
  Sessions,
} from '../../../../signer/agent/sessions.js';
import { ephemeralKey } from '../../../../signer/sign/key.js';
import { issueAuthority, issueLeaf, T0 } from '../../../support/pki.js';
import { fulcio } from '../../../support/pki-extensions.js';

const binding = { instance: 'i', source: 's', fulcio: 'https://f', rekor: 'https://r' };
const authority = issueAuthority('authority');
const leaf = issueLeaf(authority).certificate;
const all = () => true;

/** A session with this many seconds left, for its certificate and for its token. */
function session(left: number, tokenLeft?: number): AgentSession {
  const made = newSession(binding, ephemeralKey(), leaf, SIGNATORY);
  assert.ok(made);
  const validity = { left: () => left };
  const token = new IdentityToken(
    'x',
    { issuer: 'i', subject: 's', audience: [], expiresAt: 0 },
    {
      kind: 'browser',
      issuer: 'i',
    },
  );
  return {
    ...made,
    validity,
    ...(tokenLeft !== undefined && { token: { token, validity: { left: () => tokenLeft } } }),
  };
}

const SIGNATORY = { identity: { subject: 'dev@example.test', issuer: 'https://i.test' }, isPerson: true };

test('a session is used while it has more than twenty seconds left, and renewed while its token has that much', () => {
  assert.equal(isUsable(session(20)), false);
  assert.equal(isUsable(session(20.5)), true);
  assert.equal(isRenewable(session(600)), false);
  assert.equal(isRenewable(session(600, 20)), false);
  assert.equal(isRenewable(session(0, 20.5)), true);
});

test('a new session lasts as long as its certificate, and can be renewed until its token ends', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: T0 * 1000 });
  const claims = { issuer: 'i', subject: 's', audience: [], expiresAt: T0 + 100 };
  const token = new IdentityToken('x', claims, { kind: 'browser', issuer: 'i' });
  const made = newSession(binding, ephemeralKey(), leaf, SIGNATORY, token);
  assert.ok(made?.token);
  assert.ok(Math.abs(made.validity.left() - 600) < 5);
  assert.ok(Math.abs(made.token.validity.left() - 100) < 5);
  assert.equal(made.token.token, token);
  assert.equal(made.signatures, 0);
  assert.deepEqual(factsOf({ ...made, validity: { left: () => 5.5 }, signatures: 3 }), {
    subject: 'dev@waxseal.test',
    issuer: 'https://issuer.test',
    fulcio: 'https://f',
    rekor: 'https://r',
    validUntil: T0 + 5,
    signatures: 3,
  });
  assert.equal('token' in (newSession(binding, ephemeralKey(), leaf, SIGNATORY) ?? {}), false);
});

test('a certificate that does not say who it is for, or who vouches for them, makes no session', () => {
  const nameless = issueLeaf(authority, { subjectAltName: undefined }).certificate;
  assert.equal(newSession(binding, ephemeralKey(), nameless, SIGNATORY), undefined);
  for (const replace of [
    { issuerV1: undefined, issuerV2: undefined },
    { issuerV1: fulcio(1, ''), issuerV2: fulcio(8, '') },
  ])
    assert.equal(
      newSession(binding, ephemeralKey(), issueLeaf(authority, replace).certificate, SIGNATORY),
      undefined,
    );
});

test('a session is found by its instance, its source and the wanted identity; the one used last comes first', () => {
  const sessions = new Sessions();
  const [one, two] = [session(600), session(600)];
  sessions.add(one);
  sessions.add(two);
  assert.equal(sessions.find(binding, all), two);
  assert.equal(
    sessions.find(binding, (candidate) => candidate === one),
    one,
  );
  assert.equal(sessions.find(binding, all), one, 'now it is the last used');
  assert.equal(sessions.facts().length, 2);
  assert.equal(sessions.find({ ...binding, instance: 'other' }, all), undefined);
  assert.equal(sessions.find({ ...binding, source: 'other' }, all), undefined);
  assert.equal(
    sessions.find(binding, () => false),
    undefined,
  );
  sessions.drop(one);
  assert.equal(sessions.find(binding, all), two);
  sessions.drop(two);
  assert.equal(sessions.find(binding, all), undefined);
});

test('a session is kept as long as it can sign or be renewed', () => {
  const sessions = new Sessions();
  assert.equal(sessions.isEmpty, true);
  for (const kept of [session(600), session(0, 600)]) {
    sessions.add(kept);
    assert.equal(sessions.isEmpty, false);
    assert.equal(sessions.facts().length, 1);
    sessions.drop(kept);
  }
  sessions.add(session(10, 10));
  assert.equal(sessions.isEmpty, true);
  sessions.add(session(10));
  assert.deepEqual(sessions.facts(), []);
  assert.equal(sessions.find(binding, all), undefined);
});
