// Runs in its own process: reads standard input as the named kind of file, and prints the result.
import { readFileSync } from 'node:fs';
import { EncodingError } from '../../core/encoding/index.js';
import { parseRepositoryPolicy } from '../../core/repository-policy/parse.js';
import { Proposal } from '../../core/repository-policy/propose.js';
import { PolicyError, parseIdentityPolicy } from '../../core/signer-policy/index.js';
import { parseTrustedRoot } from '../../core/trust/index.js';
import type { Verdict } from '../../core/verdict/index.js';
import { NOW } from '../support/policy.js';

const KINDS: Readonly<Record<string, (text: string) => unknown>> = {
  'trusted-root': (text) => parseTrustedRoot(text).logs.length,
  'own-list': async (text) => (await parseIdentityPolicy(text, 'the list')).rules.length,
  /** How many signers, how long each name is, and of which character. */
  proposal: async (text) => {
    const [count = 0, length = 0] = text.split(' ').map(Number);
    const sign = text.split(' ')[2] ?? 'a';
    const proposal = new Proposal();
    for (let i = 0; i < count; i++) proposal.add(signedBy(`a${sign.repeat(length)}a@${i}.example.test`, i));
    await parseRepositoryPolicy(proposal.text('main'), 'the proposal', NOW);
    return count;
  },
};

function signedBy(subject: string, number: number): Verdict {
  return {
    object: { id: number.toString(16).padStart(40, '0'), type: 'commit' },
    signature: 'sigstore',
    outcome: 'valid',
    signer: { subject, subjectType: 'email', issuer: 'https://issuer.example.test', claims: {} },
    checks: [],
  };
}

async function said(): Promise<unknown> {
  try {
    return await KINDS[process.argv[2] ?? '']?.(readFileSync(0, 'utf8'));
  } catch (error) {
    if (error instanceof EncodingError || error instanceof PolicyError)
      return `${error.code}: ${error.message}`;
    throw error;
  }
}

process.stdout.write(JSON.stringify({ said: await said() }));
