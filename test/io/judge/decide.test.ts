import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SignerDecision, Verdict } from '../../../core/verdict/index.js';
import type { GitObject } from '../../../core/verify/index.js';
import type { Judge } from '../../../inspect/basis/index.js';
import { decideWith } from '../../../inspect/commits/index.js';
import type { RepositoryJudge } from '../../../inspect/commits/repository-judge.js';

const VERDICT: Verdict = {
  object: { id: '0'.repeat(40), type: 'commit' },
  signature: 'ssh',
  outcome: 'valid',
  checks: [],
};

async function outcome(repository: SignerDecision['decision'], own: SignerDecision): Promise<string> {
  const answer = { decision: { decision: repository, detail: 'the policy' } };
  const judge = { answer: async () => answer } as unknown as RepositoryJudge;
  const verdict = await decideWith({} as Judge, judge, {} as GitObject, 'HEAD', {
    ...VERDICT,
    ownTrust: own,
  });
  return [verdict.outcome, ...verdict.checks.flatMap(({ reason }) => reason ?? [])].join(' ');
}

test('what the user refuses, or might refuse if it were known, no policy allows', async () => {
  const refused: SignerDecision = { decision: 'refused', detail: 'own' };
  assert.equal(await outcome('allowed', refused), 'refused SIGNER_NOT_ALLOWED');
  for (const reason of ['SSH_ALLOWED_SIGNERS_TOO_LARGE', 'SSH_ALLOWED_SIGNERS_UNREADABLE'] as const) {
    const unknown: SignerDecision = { decision: 'cannot-answer', reason, detail: 'own' };
    assert.equal(await outcome('allowed', unknown), `incomplete ${reason}`);
    assert.equal(await outcome('not-stated', unknown), `incomplete ${reason}`);
    assert.equal(await outcome('cannot-answer', unknown), `incomplete ${reason}`);
    assert.equal(await outcome('refused', unknown), 'refused SIGNER_NOT_ALLOWED');
  }
});

test('what the user allows, or says nothing about, a policy can allow', async () => {
  for (const decision of ['allowed', 'not-stated'] as const)
    assert.equal(await outcome('allowed', { decision, detail: 'own' }), 'verified');
});
