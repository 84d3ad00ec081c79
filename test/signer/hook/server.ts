import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type RunResult, run } from '../../support/git-repo.js';
import type { TestInstance } from '../../support/instance.js';
import { PROGRAM } from '../../support/waxseal.js';
import { ISSUER, type SignedRepo, signedRepo } from '../policy/signed-repo.js';

/** A repository, and a bare one to which it pushes, called `origin`. */
export interface Pushing {
  readonly repo: SignedRepo;
  readonly server: string;
  /** Runs the program on the server. */
  onServer(...args: string[]): Promise<RunResult>;
  push(...args: string[]): Promise<RunResult>;
  /** The target of a ref on the server; empty if there is none. */
  there(ref: string): Promise<string>;
}

/** Makes them. The caller removes `repo`. */
export async function pushing(instance: TestInstance, format: 'sha1' | 'sha256' = 'sha1'): Promise<Pushing> {
  const repo = await signedRepo(instance, format);
  const server = join(repo.home, 'server.git');
  mkdirSync(server);
  await repo.git(['init', '-q', '--bare', '-b', 'main', `--object-format=${format}`, server]);
  await repo.git(['remote', 'add', 'origin', server]);
  const at = { cwd: server, env: repo.env };
  return {
    repo,
    server,
    onServer: (...args) => run(PROGRAM, args, at),
    push: (...args) => repo.try(['push', 'origin', ...args]),
    there: async (ref) => (await run('git', ['rev-parse', '-q', '--verify', ref], at)).stdout.trim(),
  };
}

/** A policy that lets these people sign everywhere; `rules` replaces its only rule. */
export function policyFor(names: readonly string[], rules?: string): Record<string, string> {
  const signers = names.map((name) => `  ${name}: {issuer: '${ISSUER}', subject: ${name}@example.test}\n`);
  const text = `signers:\n${signers.join('')}rules:\n${rules ?? `  - {name: all, signers: [${names.join(', ')}]}\n`}`;
  return { '.waxseal.yaml': text };
}
