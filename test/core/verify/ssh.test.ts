import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { fromUtf8, utf8 } from '../../../core/encoding/index.js';
import { parseAllowedSigners, parseSshRevocation } from '../../../core/signature/ssh/index.js';
import { allowsSigner, policyOfFlags } from '../../../core/signer-policy/index.js';
import { type Verdict, withSignerDecision } from '../../../core/verdict/index.js';
import { type SshEvidence, verifyDetached, verifyGitObject } from '../../../core/verify/index.js';
import { TestInstance } from '../../support/instance.js';
import { commitPayload, commitWith } from '../../support/signed-commit.js';
import { NO_SSH_KEYGEN, SshKeys } from '../ssh/ssh-keygen.js';

describe('an SSH signature', { skip: NO_SSH_KEYGEN }, () => {
  const { trust } = new TestInstance();
  const keys = new SshKeys();
  const line = NO_SSH_KEYGEN ? '' : keys.make('key', 'ed25519');
  const payload = commitPayload('SSH\n');
  const armor = () => utf8(keys.sign('key', fromUtf8(payload)));
  after(() => keys.remove());

  const allowing = (text: string): SshEvidence => ({
    allowedSigners: parseAllowedSigners(utf8(text), () => 0),
  });
  const judge = (evidence?: SshEvidence) =>
    verifyGitObject(commitWith(payload, armor()), {
      trust,
      ...(evidence ? { ssh: async () => evidence } : {}),
    });
  const outcome = (verdict: Verdict) =>
    verdict.ownTrust ? withSignerDecision(verdict, verdict.ownTrust).outcome : verdict.outcome;

  test('whose key is in no list is valid and names its key', async () => {
    const verdict = await judge();
    assert.deepEqual([verdict.signature, verdict.outcome, outcome(verdict)], ['ssh', 'valid', 'valid']);
    assert.match(verdict.key ?? '', /^SHA256:[\w+/]{43}$/);
    assert.equal(verdict.signer?.subject, verdict.key);
    assert.deepEqual(verdict.signedAt, { time: 1790001000, source: 'unproven' });
  });

  test('by an allowed signer is verified, and names the principal', async () => {
    const verdict = await judge(allowing(`me@example.test ${line}`));
    assert.deepEqual([verdict.signer?.subject, outcome(verdict)], ['me@example.test', 'verified']);
  });

  test('is checked at the committer’s time', async () => {
    assert.equal(outcome(await judge(allowing(`me valid-after="20260901" ${line}`))), 'verified');
    assert.equal(outcome(await judge(allowing(`me valid-before="20260901" ${line}`))), 'valid');
  });

  test('for another namespace only is refused', async () => {
    assert.equal(outcome(await judge(allowing(`me namespaces="file" ${line}`))), 'refused');
  });

  test('whose allowed signers do not count is valid, with the reason', async () => {
    const verdict = await judge({ allowedSigners: { unusable: 'the file is inside the repository' } });
    assert.deepEqual(verdict.ownTrust, {
      decision: 'not-stated',
      detail: 'the file is inside the repository',
    });
    assert.equal(outcome(verdict), 'valid');
  });

  test('is incomplete if the allowed signers cannot be read, whoever made it', async () => {
    const verdict = await judge({ allowedSigners: { unreadable: 'gone' } });
    assert.deepEqual(verdict.ownTrust, {
      decision: 'cannot-answer',
      reason: 'SSH_ALLOWED_SIGNERS_UNREADABLE',
      detail: 'gone',
    });
    assert.equal(outcome(verdict), 'incomplete');
  });

  test('whose revocation file cannot be read is incomplete', async () => {
    const verdict = await judge({ ...allowing(`me ${line}`), revocation: { unreadable: 'gone' } });
    assert.deepEqual([verdict.outcome, outcome(verdict)], ['incomplete', 'incomplete']);
  });

  test('over an object without a date is checked at the current time, or against no list at all', async () => {
    const blob = utf8('no date\n');
    const signed = utf8(keys.sign('key', 'no date\n'));
    const ssh = async () => allowing(`me valid-before="20260901" ${line}`);
    const about = { object: { id: 'x', type: 'blob' as const }, payload: blob, armor: signed };
    for (const [now, expected] of [
      [undefined, 'valid'],
      [1700000000, 'verified'],
      [1800000000, 'valid'],
    ] as const) {
      const verdict = await verifyDetached(about, { trust, ssh, ...(now === undefined ? {} : { now }) });
      assert.equal(outcome(verdict), expected, String(now));
    }
  });

  test('over a tag is checked at the tagger’s time; a commit or tag without a readable time, at the current time', async () => {
    const tag = (tagger: string) => `object ${'ab'.repeat(20)}\ntype commit\ntag v1\n${tagger}\nv1\n`;
    const commit = (time: string) =>
      `tree ${'ab'.repeat(20)}\nauthor D <d@e.test> 1790001000 +0000\ncommitter D <d@e.test> ${time}\n\nx\n`;
    const ssh = async () => allowing(`me valid-before="20260901" ${line}`);
    for (const [text, type, time, at2023] of [
      [tag('tagger D <d@e.test> 1790001000 +0000\n'), 'tag', 1790001000, 'valid'],
      [tag('tagger D <d@e.test> 1700000000 +0000\n'), 'tag', 1700000000, 'verified'],
      [tag(''), 'tag', undefined, 'verified'],
      [commit('1790001000 +0000'), 'commit', 1790001000, 'valid'],
      [commit('0 +0000'), 'commit', undefined, 'verified'],
      [`tree ${'ab'.repeat(20)}\n\nx\n`, 'commit', undefined, 'verified'],
    ] as const) {
      const about = { id: 'x', type };
      const input = { object: about, payload: utf8(text), armor: utf8(keys.sign('key', text)) };
      const verdict = await verifyDetached(input, { trust, ssh, now: 1700000000 });
      assert.equal(outcome(verdict), at2023, text);
      assert.deepEqual(verdict.signedAt, time === undefined ? undefined : { time, source: 'unproven' });
      const later = await verifyDetached(input, { trust, ssh, now: 1800000000 });
      assert.equal(outcome(later), time === 1700000000 ? 'verified' : 'valid', text);
    }
  });

  test('is revoked whatever the reason why the allowed signers do not count', async () => {
    const revocation = parseSshRevocation(utf8(`${line}\n`));
    const never = { unusable: 'the file is inside the repository' };
    for (const evidence of [
      { revocation },
      { revocation, allowedSigners: never },
      { revocation, ...allowing(`me ${line}`) },
    ])
      assert.deepEqual((await judge(evidence)).outcome, 'invalid');
    const undated = { object: { id: 'x', type: 'blob' as const }, payload: utf8('no date\n') };
    const input = { ...undated, armor: utf8(keys.sign('key', 'no date\n')) };
    const verdict = await verifyDetached(input, {
      trust,
      ssh: async () => ({ revocation, ...allowing(`me ${line}`) }),
    });
    assert.equal(verdict.outcome, 'invalid');
    const unrevoked = await verifyDetached(input, { trust, ssh: async () => allowing(`me ${line}`) });
    assert.deepEqual(unrevoked.ownTrust, {
      decision: 'not-stated',
      detail: 'the object has no date to judge the allowed signers at',
    });
  });

  test('never matches a rule about identities', async () => {
    const { signer } = await judge(allowing(`dev@example.test ${line}`));
    assert.ok(signer);
    for (const flags of [
      { identityRegexp: '.*', issuerRegexp: '.*' },
      { identity: 'dev@example.test', issuer: 'ssh' },
    ]) {
      const policy = await policyOfFlags(flags);
      assert.ok(policy);
      assert.equal(allowsSigner(policy, signer).decision, 'refused');
    }
  });

  test('that is damaged is invalid, or of an unknown kind', async () => {
    const good = fromUtf8(armor());
    for (const bad of [good.replace(/\n[A-Za-z0-9+/]{5}/, '\n!!!!!'), good.slice(0, 60)]) {
      const verdict = await verifyGitObject(commitWith(payload, utf8(bad)), { trust });
      assert.equal(verdict.outcome, 'invalid');
      assert.equal(verdict.ownTrust, undefined);
    }
  });
});
