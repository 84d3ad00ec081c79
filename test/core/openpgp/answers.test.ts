import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import {
  type GpgStatus,
  type GpgTrust,
  issuerText,
  type OpenPgpSignature,
  openPgpResult,
  parseGpgStatus,
} from '../../../core/signature/openpgp/index.js';

const KEY = '066FE2E8CF4F958100922C2157486445DE4FB76C';
const PRIMARY = 'A66FE2E8CF4F958100922C2157486445DE4FB7AA';
const ID = '57486445DE4FB76C';
const AT = 0x6a000000;
const signature: OpenPgpSignature = {
  version: 4,
  type: 0,
  publicKeyAlgorithm: 22,
  hashAlgorithm: 8,
  createdAt: AT,
  issuerFingerprint: KEY,
  issuerKeyId: ID,
  body: new Uint8Array(1),
};
const valid = { fingerprint: KEY, primaryFingerprint: PRIMARY, createdAt: AT };
const good: GpgStatus = { conclusion: 'GOODSIG', keyId: ID, userId: 'Me', trust: 'fully', valid };
const { valid: _, ...unproven } = good;

const STRUCTURE = { name: 'structure', outcome: 'passed', detail: 'one OpenPGP signature' };
const GOOD = { name: 'signature', outcome: 'passed', detail: `gpg: a good signature by key ${KEY}` };
const NOT_HELD = { decision: 'not-stated', detail: 'the signature does not hold' };
const SIGNER = { subject: 'Me', subjectType: 'otherName', issuer: 'openpgp', claims: {}, scheme: 'openpgp' };

const result = (status: GpgStatus, of: Partial<OpenPgpSignature> = {}) =>
  openPgpResult({ ...signature, ...of }, { answer: 'status', status });

test('gpg’s result decides the signature check; the key’s expiry or revocation is shown next to it', () => {
  const rest = { key: KEY, primaryKey: PRIMARY };
  deepEqual(result(good), {
    checks: [STRUCTURE, GOOD],
    decision: { decision: 'allowed', detail: 'gpg trusts the key fully' },
    signer: SIGNER,
    ...rest,
  });
  deepEqual(result({ ...good, conclusion: 'EXPKEYSIG' }), {
    checks: [
      STRUCTURE,
      GOOD,
      {
        name: 'time',
        outcome: 'not-made',
        reason: 'OPENPGP_KEY_EXPIRED',
        detail: `key ${KEY} has expired; nothing proves that the signature is older`,
      },
    ],
    decision: NOT_HELD,
    signer: SIGNER,
    ...rest,
  });
  deepEqual(result({ ...good, conclusion: 'EXPSIG' }), {
    checks: [
      STRUCTURE,
      GOOD,
      {
        name: 'time',
        outcome: 'failed',
        reason: 'OPENPGP_SIGNATURE_EXPIRED',
        detail: 'the signature itself has expired',
      },
    ],
    decision: NOT_HELD,
    ...rest,
  });
  deepEqual(result({ ...good, conclusion: 'REVKEYSIG' }), {
    checks: [
      STRUCTURE,
      GOOD,
      {
        name: 'revocation',
        outcome: 'failed',
        reason: 'OPENPGP_KEY_REVOKED',
        detail: `key ${KEY} is revoked`,
      },
    ],
    decision: NOT_HELD,
    ...rest,
  });
});

test('a bad signature, a missing key and an error of gpg have no signer', () => {
  const one = (status: GpgStatus) => {
    const { checks, ...rest } = result(status);
    deepEqual(rest, { decision: NOT_HELD, key: KEY });
    deepEqual(checks[0], STRUCTURE);
    equal(checks.length, 2);
    return checks[1];
  };
  deepEqual(one({ ...unproven, conclusion: 'BADSIG' }), {
    name: 'signature',
    outcome: 'failed',
    reason: 'SIGNATURE_WRONG',
    detail: `gpg: the signature by key ${KEY} does not match the content`,
  });
  deepEqual(one({ conclusion: 'ERRSIG', keyId: ID, errorCode: 9 }), {
    name: 'signature',
    outcome: 'not-made',
    reason: 'OPENPGP_KEY_MISSING',
    detail: `key ${KEY} is not in gpg's keyring: import it to verify this signature`,
  });
  for (const errorCode of [4, 8, 10])
    deepEqual(one({ conclusion: 'ERRSIG', keyId: ID, errorCode }), {
      name: 'signature',
      outcome: 'not-made',
      reason: 'ALGORITHM_NOT_SUPPORTED',
      detail: `gpg can't verify the signature by key ${KEY} (gpg error ${errorCode})`,
    });
});

test('gpg’s trust in the key decides', () => {
  const decision = (trust?: GpgTrust) => {
    const { trust: _trust, ...rest } = good;
    return result(trust === undefined ? rest : { ...rest, trust }).decision.decision;
  };
  equal(decision('ultimate'), 'allowed');
  equal(decision('fully'), 'allowed');
  equal(decision('marginal'), 'not-stated');
  equal(decision('undefined'), 'not-stated');
  equal(decision(undefined), 'not-stated');
  equal(decision('never'), 'refused');
});

test('an answer of gpg without a word on trust says so', () => {
  const { trust: _, ...rest } = good;
  deepEqual(result(rest).decision, {
    decision: 'not-stated',
    detail: 'gpg does not know how far to trust the key',
  });
});

test('an answer about another key or time does not count', () => {
  const other = (status: GpgStatus, of: Partial<OpenPgpSignature> = {}) => {
    const { checks, ...rest } = result(status, of);
    deepEqual(rest, {
      decision: { decision: 'not-stated', detail: 'the signature is not verified' },
      ...(of.issuerFingerprint === undefined && 'issuerFingerprint' in of
        ? of.issuerKeyId === undefined && 'issuerKeyId' in of
          ? {}
          : { key: ID }
        : { key: KEY }),
    });
    deepEqual(
      checks.map(({ name, outcome, reason }) => [name, outcome, reason]),
      [
        ['structure', 'passed', undefined],
        ['signature', 'not-made', 'OPENPGP_CHECK_FAILED'],
      ],
    );
  };
  const unnamed = { issuerFingerprint: undefined } as unknown as Partial<OpenPgpSignature>;
  other({ ...good, valid: { ...valid, createdAt: AT + 1 } });
  other({ ...good, valid: { ...valid, fingerprint: PRIMARY } });
  other({ ...good, keyId: '0000000000000001' }, unnamed);
  other({ ...unproven, conclusion: 'BADSIG', keyId: '0000000000000001' });
  other({ conclusion: 'ERRSIG', keyId: '0000000000000001', errorCode: 9 });
});

test('for a signature that names no key, or only a key id, gpg’s answer names the key', () => {
  const { issuerFingerprint: _fingerprint, ...byId } = signature;
  const { issuerKeyId: _keyId, ...nobody } = byId;
  const key = (of: OpenPgpSignature, status: GpgStatus) =>
    openPgpResult(of, { answer: 'status', status }).key;
  equal(key(byId, good), KEY);
  equal(key(nobody, good), KEY);
  const bad: GpgStatus = { ...unproven, conclusion: 'BADSIG' };
  equal(key(byId, bad), ID);
  equal(key(nobody, bad), undefined);
  equal(key(signature, bad), KEY);
  equal(openPgpResult(nobody, { answer: 'status', status: good }).checks[1]?.outcome, 'passed');
  equal(issuerText(signature), `key ${KEY}`);
  equal(issuerText(byId), `key ${ID}`);
  equal(issuerText(nobody), 'a key it does not name');
});

test('without an answer from gpg the signature is not verified, but weak hashes are still named', () => {
  const { issuerFingerprint: _f, ...byId } = signature;
  const { issuerKeyId: _i, ...nobody } = byId;
  const without = (answer: 'no-program' | 'failed', of: OpenPgpSignature) =>
    openPgpResult(of, { answer, why: 'why' });
  const check = (reason: string, key: string) => ({
    name: 'signature',
    outcome: 'not-made',
    reason,
    detail: `why: the signature by ${key} is not verified`,
  });
  const decision = { decision: 'not-stated', detail: 'the signature is not verified' };
  deepEqual(without('no-program', signature), {
    checks: [STRUCTURE, check('OPENPGP_NO_PROGRAM', `key ${KEY}`)],
    decision,
    key: KEY,
  });
  deepEqual(without('failed', byId), {
    checks: [STRUCTURE, check('OPENPGP_CHECK_FAILED', `key ${ID}`)],
    decision,
    key: ID,
  });
  deepEqual(without('failed', { ...nobody, hashAlgorithm: 2 }), {
    checks: [
      STRUCTURE,
      {
        name: 'signature',
        outcome: 'not-made',
        reason: 'DIGEST_ALGORITHM_OUTDATED',
        detail: 'the signature is over SHA-1, which no longer proves what it is over',
      },
      check('OPENPGP_CHECK_FAILED', 'a key it does not name'),
    ],
    decision,
  });
});

test('a good signature over a weak hash does not hold', () => {
  const reasons = (hashAlgorithm: number) => {
    const { checks, decision, signer } = result(good, { hashAlgorithm });
    return [checks.map(({ reason }) => reason), decision.decision, signer?.subject];
  };
  deepEqual(reasons(1), [[undefined, 'DIGEST_ALGORITHM_WEAK', undefined], 'not-stated', undefined]);
  for (const hash of [2, 3])
    deepEqual(reasons(hash), [[undefined, 'DIGEST_ALGORITHM_OUTDATED', undefined], 'not-stated', 'Me']);
  for (const hash of [0, 4, 8, 10]) deepEqual(reasons(hash), [[undefined, undefined], 'allowed', 'Me']);
});

const P = '[GNUPG:] ';
const GOODSIG = `${P}GOODSIG ${ID} Me`;
const VALIDSIG = `${P}VALIDSIG ${KEY} 2026-11-22 1795305938 0 4 0 22 8 00 ${PRIMARY}`;
const parsed = { fingerprint: KEY, primaryFingerprint: PRIMARY, createdAt: 1795305938 };

test('each result of gpg is read', () => {
  for (const conclusion of ['GOODSIG', 'EXPSIG', 'EXPKEYSIG', 'REVKEYSIG'] as const)
    deepEqual(parseGpgStatus([`${P}${conclusion} ${ID} a  b`, VALIDSIG]), {
      conclusion,
      keyId: ID,
      userId: 'a  b',
      valid: parsed,
    });
  deepEqual(parseGpgStatus([`${P}BADSIG ${ID} Me`]), { conclusion: 'BADSIG', keyId: ID, userId: 'Me' });
  for (const [fields, errorCode] of [
    ['22 8 00 1 9', 9],
    ['22 8 00 1 123 -', 123],
  ] as const)
    deepEqual(parseGpgStatus([`${P}ERRSIG ${ID} ${fields}`]), { conclusion: 'ERRSIG', keyId: ID, errorCode });
  for (const code of ['', '1234', '-1', '9x', 'x9'])
    equal(parseGpgStatus([`${P}ERRSIG ${ID} 22 8 00 1 ${code}`]), undefined, code);
  equal(parseGpgStatus([`${P}ERRSIG ${ID} 22 8 00 1 9`, VALIDSIG]), undefined);
});

test('each trust level of gpg is read', () => {
  for (const trust of ['undefined', 'never', 'marginal', 'fully', 'ultimate'])
    equal(parseGpgStatus([GOODSIG, VALIDSIG, `${P}TRUST_${trust.toUpperCase()} 0 pgp`])?.trust, trust);
  equal(parseGpgStatus([GOODSIG, VALIDSIG, `${P}TRUST_FULLY`])?.trust, 'fully');
  deepEqual(parseGpgStatus([GOODSIG, VALIDSIG]), {
    conclusion: 'GOODSIG',
    keyId: ID,
    userId: 'Me',
    valid: parsed,
  });
  equal(parseGpgStatus([GOODSIG, VALIDSIG, `${P}TRUST_`]), undefined);
});

test('status words which show that gpg saw something else give no answer', () => {
  for (const word of ['UNEXPECTED', 'NODATA', 'BADARMOR', 'BEGIN_DECRYPTION', 'ENC_TO'])
    for (const line of [word, `${word} 1`])
      equal(parseGpgStatus([GOODSIG, VALIDSIG, P + line]), undefined, line);
  for (const line of ['NEWSIG', 'SIG_ID a b', 'UNEXPECTEDLY', ''])
    equal(parseGpgStatus([P + line, GOODSIG, VALIDSIG])?.keyId, ID, line);
  equal(parseGpgStatus([GOODSIG, VALIDSIG, 'gpg: hello']), undefined);
  equal(parseGpgStatus([` ${GOODSIG}`, VALIDSIG]), undefined);
});

test('keys are hexadecimal of 16 to 64 digits', () => {
  const withKey = (fingerprint: string, keyId: string, primary = fingerprint) =>
    parseGpgStatus([
      `${P}GOODSIG ${keyId} Me`,
      `${P}VALIDSIG ${fingerprint} 2026-11-22 1 0 4 0 22 8 00 ${primary}`,
    ])?.keyId;
  const long = `${'AB'.repeat(8)}${'01'.repeat(24)}`;
  equal(withKey(long, 'AB'.repeat(8)), 'AB'.repeat(8));
  equal(withKey(long, '01'.repeat(8)), undefined);
  equal(withKey(KEY, ID), ID);
  equal(withKey(KEY, KEY.slice(0, 16)), undefined);
  equal(withKey(KEY, KEY), KEY);
  equal(withKey(`${long}0`, 'AB'.repeat(8)), undefined);
  equal(withKey(KEY, ID.slice(1)), undefined);
  equal(withKey(KEY, ID.toLowerCase()), undefined);
  equal(withKey(KEY, `${ID}\n`), undefined);
  equal(withKey(`G${KEY.slice(1)}`, ID, PRIMARY), undefined);
  equal(withKey(KEY, ID, 'X'), undefined);
  equal(withKey(KEY, ID, `${PRIMARY}G`), undefined);
  equal(withKey(KEY, ID, `G${PRIMARY}`), undefined);
});

test('a VALIDSIG without a primary key means its own key, and its time has at most ten digits', () => {
  const at = (created: string, rest = ' 0 4 0 22 8 00') =>
    parseGpgStatus([GOODSIG, `${P}VALIDSIG ${KEY} 2026-11-22 ${created}${rest}`])?.valid;
  deepEqual(at('1'), { fingerprint: KEY, primaryFingerprint: KEY, createdAt: 1 });
  equal(at('1234567890')?.createdAt, 1234567890);
  for (const created of ['12345678901', '', '1x', 'x1', '20261122T000000'])
    equal(at(created), undefined, created);
});

test('a user id with invalid escapes stays as it is', () => {
  equal(parseGpgStatus([`${P}GOODSIG ${ID} J%C3%B6rg`, VALIDSIG])?.userId, 'J\u00f6rg');
  equal(parseGpgStatus([`${P}GOODSIG ${ID} J%F6rg`, VALIDSIG])?.userId, 'J%F6rg');
  equal(parseGpgStatus([`${P}GOODSIG ${ID}`, VALIDSIG])?.userId, '');
});

test('an answer needs one result, and each word at most once', () => {
  const trust = `${P}TRUST_FULLY 0 pgp`;
  for (const lines of [
    [],
    [VALIDSIG],
    [GOODSIG],
    [GOODSIG, GOODSIG, VALIDSIG],
    [GOODSIG, VALIDSIG, VALIDSIG],
    [GOODSIG, VALIDSIG, trust, trust],
    [`${P}GOODSIG x Me`, VALIDSIG],
    [`${P}GOODSIG`, VALIDSIG],
    [`${P}BADSIG ${ID} Me`, VALIDSIG],
    [`${P}GOODSIG ${ID} Me`, `${P}VALIDSIG x`],
    [`${P}BADSIG ${ID} Me`, GOODSIG, VALIDSIG],
  ])
    equal(parseGpgStatus(lines), undefined, lines.join(' / '));
});
