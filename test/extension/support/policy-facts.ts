import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { harmless } from '../../../core/harmless/index.js';
import type { EditorRepository } from './repository.js';

/** What the command says about policies. The tests in the editor compare with it. */
export interface PolicyFacts {
  /** Files with mistakes, and what `waxseal policy check --format json` finds in each. */
  readonly files: readonly { readonly path: string; readonly problems: readonly unknown[] }[];
  /** What `waxseal policy init` prints. */
  readonly proposal: string;
  /** What `waxseal policy explain --format json` says of a commit that the policy refuses. */
  readonly refused: { readonly id: string; readonly detail: string; readonly rules: readonly unknown[] };
  /** A file that is too large to be a policy. */
  readonly large: string;
}

const SIGNERS = `signers:
  dev:
    issuer: https://issuer.example.test
    subject: dev@example.test
`;

/** Each has other mistakes. */
export const BAD_POLICIES: readonly string[] = [
  '',
  `${SIGNERS}rules:\n  - name: all\n    signers: dev\n  - name: tags\n    tags: v*\n    signers: [dev, dve]\n`,
  `${SIGNERS.replace('subject: dev@', 'subject: |\n      dev@')}rules: [{signers: dev, signerIs: auther}]\n`,
  "signers:\n  ci:\n    issuer: https://x.example\n    subjectRegExp: '^https://github.com/octo.*'\n  idle: {ssh: x}\nrules: [{signers: ci}]\n",
  `${SIGNERS}rules: &a\n  - signers: *a\n`,
  `${SIGNERS}rules:\r\n  - sigers: dev\r\n    <<: {name: x}\r\n`,
  `${SIGNERS}rules: [{signers: dev}]\nexceptions:\n  - {objects: ${'a'.repeat(40)}, reason: x, until: 2020-01-01}\n`,
  `\ufeff${SIGNERS}rules: [{signers: dev}]\n`,
  `${SIGNERS}${SIGNERS}rules: {\n`,
  `${'- '.repeat(500)}\n`,
  'rules: \u202e"\u001b[31m"\n',
];

/** Runs the command. Files are written next to the repository. */
export async function policyFacts(repo: EditorRepository): Promise<PolicyFacts> {
  const beside = (name: string, text: string) => {
    const path = join(dirname(repo.dir), 'policies', name, '.waxseal.yaml');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  const files = await Promise.all(
    BAD_POLICIES.map(async (text, index) => {
      const path = beside(String(index), text);
      const { stdout } = await repo.waxseal('policy', 'check', '--format', 'json', path);
      const { problems } = JSON.parse(stdout) as { problems: { message: string }[] };
      return { path, problems: problems.map((one) => ({ ...one, message: harmless(one.message) })) };
    }),
  );
  const id = repo.git('rev-parse', ':/Add three');
  const explained = JSON.parse((await repo.waxseal('policy', 'explain', '--format', 'json', id)).stdout);
  return {
    files,
    proposal: (await repo.waxseal('policy', 'init')).stdout,
    refused: { id, detail: explained.detail, rules: explained.rules },
    large: beside('large', `${'# a line of a policy that goes on and on\n'.repeat(250_000)}a: 1\n`),
  };
}
