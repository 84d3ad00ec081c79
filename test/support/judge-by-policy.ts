// Runs in its own process: reads a policy from standard input, asks it about commits that change the given number of files, and
// prints the result.
import { readFileSync } from 'node:fs';
import { evaluatePolicy } from '../../core/repository-policy/index.js';
import { readRepositoryPolicy } from '../../core/repository-policy/parse.js';
import { policyMessage } from '../../core/signer-policy/index.js';
import { commitFacts, NOW, verdictOf } from './policy.js';

/** The printed result, as JSON. */
export interface PolicyRun {
  readonly codes: readonly string[];
  readonly messages: readonly string[];
  readonly decisions: readonly string[];
  readonly details: readonly string[];
}

const [files = '0', commits = '1', prefix = 'src/file', subject = 'alice@example.com'] =
  process.argv.slice(2);
const { policy, findings } = await readRepositoryPolicy(readFileSync(0, 'utf8'), 'the policy', NOW);
const decisions: string[] = [];
const details: string[] = [];
for (let i = 0; policy && i < Number(commits); i++) {
  const paths = Array.from({ length: Number(files) }, (_, file) => `${prefix}${file}`);
  const facts = commitFacts({ paths: async () => paths });
  const { decision } = await evaluatePolicy(policy, facts, verdictOf('valid', { subject }), NOW);
  decisions.push(decision.decision);
  details.push(decision.detail);
}
const said: PolicyRun = {
  codes: findings.map(({ rule }) => rule),
  messages: findings.map(policyMessage),
  decisions,
  details,
};
process.stdout.write(JSON.stringify(said));
