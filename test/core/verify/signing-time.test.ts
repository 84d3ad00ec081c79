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
  test('may be the first and the last second of the certificate’s life', () => {
    assert.equal(checkTime(certificate, [at(notBefore), at(notAfter)]).outcome, 'passed');
  });

  test('may overlap the edge by the token’s accuracy, and counts as the edge for the chain', () => {
    const early = at(notBefore - 1, 1);
    assert.equal(checkTime(certificate, [early]).outcome, 'passed');
    assert.deepEqual(momentsIn(certificate, [early, at(notAfter + 1, 1)]), [notBefore, notAfter]);
  });

  test('fails a second beyond the accuracy, before and after', () => {
    for (const time of [at(notBefore - 2, 1), at(notAfter + 2, 1), at(notAfter + 1)]) {
      assert.equal(checkTime(certificate, [time]).reason, 'TIME_OUTSIDE_CERTIFICATE');
      assert.deepEqual(momentsIn(certificate, [time]), [time.time]);
    }
  });

  test('fails when one of two proven times is outside', () => {
    assert.equal(checkTime(certificate, [at(notBefore), at(notAfter + 60)]).outcome, 'failed');
  });
});
