import { readRepositoryPolicy } from '../../core/policy/repository/parse.js';
import { NOW } from './policy.js';

/** What is found in the text of a policy, as `LINE:COLUMN severity CODE`. */
export async function problemsOf(text: string): Promise<string[]> {
  const { problems } = await readRepositoryPolicy(text, 'p', NOW);
  return problems.map(({ line, column, severity, code }) => `${line}:${column} ${severity} ${code}`);
}
