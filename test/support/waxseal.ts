import { join } from 'node:path';
import { createRepo, type GitRepo, type RepoOptions, type RunResult, run } from './git-repo.js';
import { REPOSITORY } from './peers.js';
import type { Stack } from './stack.js';

/** The program under test: the build that scripts/test.mjs has just made, or the installed one that WAXSEAL_PROGRAM names. */
export const PROGRAM = process.env['WAXSEAL_PROGRAM'] ?? join(REPOSITORY, 'dist', 'waxseal.js');

/** The identity of test signatures. */
export const EMAIL = 'dev@example.test';

/** The kind of repository, and the Sigstore that it uses. */
export interface WaxsealOptions extends RepoOptions {
  readonly stack: Pick<Stack, 'env'>;
  /** Without it, no token is available. */
  readonly token?: string;
  /** True: git's configuration says nothing about identities that are not the committer's. By default they may sign. */
  readonly mayAskCommitter?: boolean;
}

/** A temporary repository whose git signs and verifies with the program. */
export interface WaxsealRepo extends GitRepo {
  /** Runs the program itself. `env` is added to the repository's environment. */
  waxseal(
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
    input?: Uint8Array,
  ): Promise<RunResult>;
}

/** Servers and trust of a stack, as git configuration and environment of this program. */
export function stackEnvironment({ env }: Pick<Stack, 'env'>): Record<string, string> {
  const taken = ['SIGSTORE_FULCIO_URL', 'SIGSTORE_REKOR_URL', 'SIGSTORE_OIDC_ISSUER'];
  return Object.fromEntries(taken.map((name) => [name, env[name] ?? '']));
}

/**
 * A repository that is set up by hand, not by `waxseal setup`: the program, the servers, the trusted root, and nobody trusted
 * yet.
 */
export async function createWaxsealRepo(options: WaxsealOptions): Promise<WaxsealRepo> {
  const { stack, token } = options;
  const repo = await createRepo({
    ...options,
    env: {
      ...stackEnvironment(stack),
      ...(token !== undefined && { SIGSTORE_ID_TOKEN: token }),
      ...options.env,
    },
  });
  await repo.git(['config', 'gpg.format', 'x509']);
  await repo.git(['config', 'gpg.x509.program', PROGRAM]);
  await repo.git(['config', '--global', 'waxseal.trustedRoot', stack.env['TRUSTED_ROOT'] ?? '']);
  if (!options.mayAskCommitter) await repo.git(['config', '--global', 'gitsign.matchCommitter', 'false']);
  const input = (bytes: Uint8Array | undefined) => (bytes ? { input: bytes } : {});
  return {
    ...repo,
    waxseal: (args, env, bytes) =>
      run(PROGRAM, args, { cwd: repo.dir, env: { ...repo.env, ...env }, ...input(bytes) }),
  };
}
