import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';
import { parseCertificate } from '../../../core/certificate/index.js';
import { checkTime, momentsIn, type ProvenTime } from '../../../core/verify/signing-time.js';
import { TestInstance } from '../../support/instance.js';

const instance = new TestInstance();
const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const certificate = parseCertificate(instance.issue(publicKey, instance.start + 1000));
const { notBefore, notAfter } = certificate;

function at(time: number, accuracy = 0): ProvenTime {
  return { source: 'timestamp', time, accuracy };
}

describe('the time of a signature', () => {
  test('may be the first or the last second of the certificate’s life', () => {
    assert.equal(checkTime(certificate, [at(notBefore), at(notAfter)]).outcome, 'passed');
  });

  test('may be before the start by the token’s accuracy, and counts as the start for the chain', () => {
    const early = at(notBefore - 1, 1);
    assert.equal(checkTime(certificate, [early]).outcome, 'passed');
    assert.deepEqual(momentsIn(certificate, [early, at(notAfter)]), [notBefore, notAfter]);
  });

  test('fails one second beyond the accuracy', () => {
    const early = at(notBefore - 2, 1);
    assert.equal(checkTime(certificate, [early]).reason, 'TIME_OUTSIDE_CERTIFICATE');
    assert.deepEqual(momentsIn(certificate, [early]), [early.time]);
  });

  test('is never after the end, whatever accuracy the token states', () => {
    for (const late of [
      at(notAfter + 1),
      at(notAfter + 0.001, 1),
      at(notAfter + 1, 1),
      at(notAfter + 31_536_000, 31_536_000),
    ]) {
      assert.equal(checkTime(certificate, [late]).reason, 'TIME_OUTSIDE_CERTIFICATE');
      assert.deepEqual(momentsIn(certificate, [late]), [late.time]);
    }
  });

  test('is before the start by a minute at most, whatever accuracy the token states', () => {
    assert.equal(checkTime(certificate, [at(notBefore - 60, 3600)]).outcome, 'passed');
    const earlier = at(notBefore - 60.001, 3600);
    assert.equal(checkTime(certificate, [earlier]).reason, 'TIME_OUTSIDE_CERTIFICATE');
    assert.deepEqual(momentsIn(certificate, [earlier]), [earlier.time]);
  });

  test('fails when one of two proven times is outside', () => {
    assert.equal(checkTime(certificate, [at(notBefore), at(notAfter + 60)]).outcome, 'failed');
  });
});
