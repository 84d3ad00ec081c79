import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Proposal } from '../../../core/policy/repository/propose.js';
import { harmless } from '../../../core/text/index.js';
import type { Verdict } from '../../../core/verify/index.js';

function signedBy(subject: string): Verdict {
  return {
    object: { id: 'ab'.repeat(20), type: 'commit' },
    signature: 'sigstore',
    outcome: 'valid',
    signer: { subject, subjectType: 'uri', issuer: 'https://issuer.example.test', claims: {} },
    checks: [],
  };
}

test('a signer whose name is not harmless is told and not proposed: the policy is printed, and read by people', () => {
  for (const subject of ['https://x/\ufe0f', 'https://x/##vso[y]', 'gpj\u202eexe', 'a\u3164', 'x\u00a0y']) {
    const proposal = new Proposal();
    proposal.add(signedBy('dev@example.test'));
    proposal.add(signedBy(subject));
    const text = proposal.text('main');
    assert.match(text, /^# Not proposed, because no policy can name it: /m);
    for (const line of text.split('\n')) assert.equal(harmless(line), line);
  }
});
