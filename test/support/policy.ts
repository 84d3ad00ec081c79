import type { ObjectFacts, RepositoryPolicy } from '../../core/repository-policy/index.js';
import { parseRepositoryPolicy } from '../../core/repository-policy/parse.js';
import type { SignerFields } from '../../core/signer-policy/index.js';
import type { Outcome, SignatureKind, Verdict } from '../../core/verdict/index.js';

export const GOOGLE = 'https://accounts.google.com';
/** The present time in the tests of policies, in Unix seconds: 2026-09-21. */
export const NOW = 1_790_000_000;
export const commitId = (digit: string): string => digit.repeat(40);

/** A policy without mistakes. */
export async function policyOf(text: string): Promise<RepositoryPolicy> {
  return parseRepositoryPolicy(text, 'the policy', NOW);
}

/** A verdict on evidence alone. */
export function verdictOf(
  outcome: Outcome,
  signer?: Partial<SignerFields>,
  signature: SignatureKind = outcome === 'unsigned' ? 'none' : 'sigstore',
): Verdict {
  const said = signer && {
    subject: 'alice@example.com',
    subjectType: 'email',
    issuer: GOOGLE,
    claims: {},
    ...signer,
  };
  return {
    object: { id: commitId('1'), type: 'commit' },
    signature,
    outcome,
    ...(said && { signer: said as NonNullable<Verdict['signer']> }),
    signedAt: { time: NOW - 1000, source: 'rekor' },
    checks: [],
  };
}

/** A commit on main that changes src/a.ts, with the given facts added. */
export function commitFacts(over: Partial<ObjectFacts> = {}): ObjectFacts {
  return {
    id: commitId('1'),
    type: 'commit',
    branch: 'main',
    authorEmail: 'alice@example.com',
    committerEmail: 'alice@example.com',
    parents: [commitId('0')],
    paths: async () => ['src/a.ts'],
    isBefore: async () => false,
    ...over,
  };
}
