import assert from 'node:assert/strict';
import { test } from 'node:test';
import { equalBytes, utf8 } from '../../../core/encoding/index.js';
import type { GpgAnswer, GpgConclusion, GpgTrust } from '../../../core/signature/openpgp/index.js';
import { allowsSigner, policyOfFlags } from '../../../core/signer-policy/index.js';
import { type Verdict, withSignerDecision } from '../../../core/verdict/index.js';
import { verifyGitObject } from '../../../core/verify/index.js';
import { TestInstance } from '../../support/instance.js';
import { commitPayload, commitWith } from '../../support/signed-commit.js';
import { armored, oldPacket, signatureBody, subpacket } from '../openpgp/packet-writer.js';

const { trust } = new TestInstance();
const payload = commitPayload('OpenPGP\n');
const FINGERPRINT = '066FE2E8CF4F958100922C2157486445DE4FB76C';
const PRIMARY = 'A66FE2E8CF4F958100922C2157486445DE4FB7AA';
const CREATED = 0x6a000000;
const SHA1 = 2;
const RIPEMD160 = 3;
const MD5 = 1;

function armor(hash = 8): Uint8Array {
  const hashed = [subpacket(33, `04${FINGERPRINT}`), subpacket(2, CREATED.toString(16))];
  return utf8(armored(oldPacket(2, signatureBody(hashed, [], { hash }))));
}

function status(conclusion: GpgConclusion, level: GpgTrust = 'ultimate'): GpgAnswer {
  const valid = { fingerprint: FINGERPRINT, primaryFingerprint: PRIMARY, createdAt: CREATED };
  const keyId = FINGERPRINT.slice(-16);
  const bad = conclusion === 'BADSIG';
  const userId = 'Me <dev@example.test>';
  return { answer: 'status', status: { conclusion, keyId, userId, trust: level, ...(bad ? {} : { valid }) } };
}

async function judge(answer: GpgAnswer | undefined, hash?: number): Promise<Verdict> {
  const asked: Uint8Array[] = [];
  const verdict = await verifyGitObject(commitWith(payload, armor(hash)), {
    trust,
    ...(answer && {
      openpgp: async (_, over) => {
        asked.push(over);
        return answer;
      },
    }),
  });
  if (answer) assert.ok(asked.length === 1 && asked[0] && equalBytes(asked[0], payload));
  return verdict;
}

function told(verdict: Verdict): string[] {
  const { outcome, checks } = verdict.ownTrust ? withSignerDecision(verdict, verdict.ownTrust) : verdict;
  return [outcome, ...checks.flatMap(({ reason }) => (reason ? [reason] : []))];
}

test('the verdict on an OpenPGP signature is gpg’s answer about exactly the signed bytes', async () => {
  for (const [answer, ...expected] of [
    [status('GOODSIG', 'ultimate'), 'verified'],
    [status('GOODSIG', 'fully'), 'verified'],
    [status('GOODSIG', 'marginal'), 'valid', 'SIGNER_NOT_STATED'],
    [status('GOODSIG', 'undefined'), 'valid', 'SIGNER_NOT_STATED'],
    [status('GOODSIG', 'never'), 'refused', 'SIGNER_NOT_ALLOWED'],
    [status('BADSIG'), 'invalid', 'SIGNATURE_WRONG'],
    [status('EXPKEYSIG'), 'incomplete', 'OPENPGP_KEY_EXPIRED'],
    [status('REVKEYSIG'), 'invalid', 'OPENPGP_KEY_REVOKED'],
    [{ answer: 'no-program', why: 'gpg is not installed' }, 'incomplete', 'OPENPGP_NO_PROGRAM'],
    [{ answer: 'failed', why: 'gpg gave no clear answer' }, 'incomplete', 'OPENPGP_CHECK_FAILED'],
    [undefined, 'incomplete', 'OPENPGP_NO_PROGRAM'],
  ] as const) {
    assert.deepEqual(told(await judge(answer)), expected);
  }
});

test('its verdict names the key, its primary key, the user and the time that the signer claims', async () => {
  const { key, primaryKey, signer, signedAt } = await judge(status('GOODSIG'));
  assert.deepEqual([key, primaryKey, signer?.subject], [FINGERPRINT, PRIMARY, 'Me <dev@example.test>']);
  assert.deepEqual(signedAt, { time: CREATED, source: 'unproven' });
  assert.equal((await judge(undefined)).key, FINGERPRINT);
});

test('over SHA-1 or RIPEMD-160 it is incomplete, names the hash and keeps gpg’s answer; over MD5 it is invalid', async () => {
  for (const [hash, name] of [
    [SHA1, 'SHA-1'],
    [RIPEMD160, 'RIPEMD-160'],
  ] as const) {
    const old = await judge(status('GOODSIG'), hash);
    assert.deepEqual(told(old), ['incomplete', 'DIGEST_ALGORITHM_OUTDATED']);
    assert.equal(
      old.checks.find(({ reason }) => reason === 'DIGEST_ALGORITHM_OUTDATED')?.detail,
      `the signature is over ${name}, which no longer proves what it is over`,
    );
    assert.ok(old.checks.some(({ name, outcome }) => name === 'signature' && outcome === 'passed'));
    assert.deepEqual(told(await judge(status('BADSIG'), hash)).slice(0, 1), ['invalid']);
  }
  assert.deepEqual(told(await judge(status('GOODSIG'), MD5)), ['invalid', 'DIGEST_ALGORITHM_WEAK']);
});

test('gpg’s answer about another signature does not count', async () => {
  const answer = status('GOODSIG');
  assert.ok(answer.answer === 'status' && answer.status.valid);
  const { valid } = answer.status;
  for (const other of [
    { ...valid, createdAt: CREATED + 1 },
    { ...valid, createdAt: CREATED - 1 },
    { ...valid, fingerprint: PRIMARY },
  ])
    assert.deepEqual(
      told(await judge({ answer: 'status', status: { ...answer.status, valid: other } })),
      ['incomplete', 'OPENPGP_CHECK_FAILED'],
      JSON.stringify(other),
    );
});

test('no rule about identities ever matches an OpenPGP user', async () => {
  const { signer } = await judge(status('GOODSIG'));
  assert.ok(signer);
  for (const flags of [
    { identityRegexp: '.*', issuerRegexp: '.*' },
    { identity: signer.subject, issuer: 'openpgp' },
  ]) {
    const policy = await policyOfFlags(flags);
    assert.ok(policy);
    assert.equal(allowsSigner(policy, signer).decision, 'refused');
  }
});

test('anything but one OpenPGP signature is invalid, and gpg is not called', async () => {
  const never = () => assert.fail('gpg was asked');
  const two = utf8(
    armored(Buffer.concat([oldPacket(2, signatureBody([], [])), oldPacket(2, signatureBody([], []))])),
  );
  const verdict = await verifyGitObject(commitWith(payload, two), { trust, openpgp: never });
  assert.deepEqual(told(verdict), ['invalid', 'OPENPGP_SIGNATURE_COUNT']);
});
