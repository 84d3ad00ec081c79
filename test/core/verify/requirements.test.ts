import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Profile } from '../../../core/trust/index.js';
import type { Check } from '../../../core/verdict/verdict.js';
import type { LogFindings } from '../../../core/verify/log-findings.js';
import type { VerifyOptions } from '../../../core/verify/options.js';
import { logAsRequired, sctAsRequired, timestampsAsRequired } from '../../../core/verify/requirements.js';
import type { ProvenTime } from '../../../core/verify/signing-time.js';
import { TestInstance } from '../../support/instance.js';

const { trust } = new TestInstance();
const asking = (...requires: Profile['requires']): Profile => ({ name: 'acme', requires });
const options = (more: Partial<VerifyOptions> = {}): VerifyOptions => ({ trust, ...more });

const time: ProvenTime = { source: 'rekor', time: 1, accuracy: 0 };
const passed: Check = { name: 'log-entry', outcome: 'passed', detail: 'good' };
const failed: Check = { name: 'set', outcome: 'failed', reason: 'SET_WRONG', detail: 'wrong' };
const missing: Check = { name: 'inclusion', outcome: 'not-made', reason: 'LOG_UNKNOWN', detail: 'missing' };
const good: LogFindings = { checks: [passed], times: [time] };
const bad: LogFindings = { checks: [passed, failed, missing], times: [time] };
const unknown: LogFindings = { checks: [passed, missing], times: [time] };

describe('the log', () => {
  const NOT_REQUIRED: Check = {
    name: 'log-entry',
    outcome: 'not-made',
    reason: 'NOT_REQUIRED',
    detail: 'the profile acme of the authority does not ask for a log entry',
  };
  const WAIVED: Check = {
    name: 'log-entry',
    outcome: 'not-made',
    reason: 'CHECK_WAIVED',
    detail: '--insecure-ignore-tlog takes this check away',
  };

  test('counts as it is when the profile requires it', () => {
    for (const found of [good, bad, unknown])
      assert.equal(logAsRequired(found, asking('log'), options()), found);
  });

  test('counts when it is optional and holds, and is skipped when it is optional and cannot be checked', () => {
    assert.equal(logAsRequired(good, asking('sct'), options()), good);
    assert.deepEqual(logAsRequired(unknown, asking('sct'), options()), { checks: [NOT_REQUIRED], times: [] });
  });

  test('that is wrong stays wrong and proves no time, whether it is required, optional or taken away', () => {
    const fault = { checks: [failed], times: [] };
    assert.deepEqual(logAsRequired(bad, asking(), options()), fault);
    assert.deepEqual(logAsRequired(bad, asking('log'), options({ waive: ['log'] })), fault);
    assert.deepEqual(logAsRequired(bad, asking(), options({ waive: ['log'] })), fault);
  });

  test('that a flag takes away proves nothing, even if it holds', () => {
    for (const found of [good, unknown])
      assert.deepEqual(logAsRequired(found, asking('log'), options({ waive: ['sct', 'log'] })), {
        checks: [WAIVED],
        times: [],
      });
    assert.equal(logAsRequired(good, asking('log'), options({ waive: ['sct'] })), good);
  });
});

describe('the SCT', () => {
  const sct = (outcome: Check['outcome'], reason?: Check['reason']): Check => ({
    name: 'sct',
    outcome,
    ...(reason && { reason }),
    detail: '',
  });
  const said = (one: Check, profile: Profile, how = options()) =>
    sctAsRequired(one, profile, how).map(({ name, reason, detail }) => [name, reason, detail]);

  test('follows the same rules, under its own name', () => {
    const gap = sct('not-made', 'SCT_MISSING');
    const wrong = sct('failed', 'SCT_SIGNATURE_WRONG');
    const detail = 'the profile acme of the authority does not ask for an SCT';
    assert.deepEqual(said(gap, asking('sct')), [['sct', 'SCT_MISSING', '']]);
    assert.deepEqual(said(gap, asking('log')), [['sct', 'NOT_REQUIRED', detail]]);
    assert.deepEqual(said(sct('passed'), asking('log')), [['sct', undefined, '']]);
    assert.deepEqual(said(wrong, asking('log')), [['sct', 'SCT_SIGNATURE_WRONG', '']]);
    const waived = options({ waive: ['sct'] });
    const flag = '--insecure-ignore-sct takes this check away';
    assert.deepEqual(said(gap, asking('sct'), waived), [['sct', 'CHECK_WAIVED', flag]]);
    assert.deepEqual(said(sct('passed'), asking('sct'), waived), [['sct', 'CHECK_WAIVED', flag]]);
    assert.deepEqual(said(wrong, asking('sct'), waived), [['sct', 'SCT_SIGNATURE_WRONG', '']]);
  });
});

describe('timestamps', () => {
  const stamp = (outcome: Check['outcome']): Check => ({ name: 'timestamp', outcome, detail: outcome });
  const none = { checks: [], times: [] };
  const stamped: ProvenTime = { source: 'timestamp', time: 2, accuracy: 1 };
  const STRANGER = { checks: [stamp('not-made')], times: [] };
  const BOTH = { checks: [stamp('passed'), stamp('not-made')], times: [stamped] };
  const noLog: LogFindings = { checks: [], times: [] };
  const said = (...args: Parameters<typeof timestampsAsRequired>) =>
    timestampsAsRequired(...args).map(({ name, outcome, reason }) => [name, outcome, reason]);

  test('are missing only when the profile or a flag requires one', () => {
    const gap = [['timestamp', 'not-made', 'TIMESTAMP_MISSING']];
    assert.deepEqual(said(none, good, asking('timestamp'), options()), gap);
    assert.deepEqual(said(none, good, asking('log'), options({ demandTimestamp: true })), gap);
    assert.deepEqual(said(none, good, asking('log'), options({ demandTimestamp: false })), []);
    assert.deepEqual(said(none, noLog, asking('log'), options()), []);
  });

  test('from an unknown authority leave a gap unless something else proves the required time', () => {
    const gap = [['timestamp', 'not-made', undefined]];
    assert.deepEqual(said(STRANGER, noLog, asking('log'), options()), gap);
    assert.deepEqual(said(STRANGER, good, asking('log'), options()), []);
    assert.deepEqual(said(STRANGER, good, asking('timestamp'), options()), gap);
    assert.deepEqual(said(STRANGER, good, asking('log'), options({ demandTimestamp: true })), gap);
    for (const profile of [asking('log'), asking('timestamp')])
      assert.deepEqual(said(BOTH, noLog, profile, options()), [['timestamp', 'passed', undefined]]);
  });

  test('that are wrong are never skipped', () => {
    const wrong = { checks: [stamp('failed'), stamp('not-made')], times: [stamped] };
    assert.deepEqual(said(wrong, good, asking('log'), options()), [['timestamp', 'failed', undefined]]);
  });
});
