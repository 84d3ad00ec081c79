import { type GitRepo, type RunResult, run } from './git-repo.js';
import type { Identity, Stack } from './stack.js';

/** The options for a real gitsign. */
export interface GitsignSetup {
  /** Path of the program. */
  readonly program: string;
  readonly stack: Stack;
  /** The signer: an e-mail address. */
  readonly email: string;
  /** Another kind of signer, instead of an e-mail address. */
  readonly identity?: Identity;
  /** offline: the log entry is embedded in the signature. */
  readonly rekorMode: 'online' | 'offline';
  /** The URL of the timestamp authority: the stack's, or a proxy in front of it. No timestamp if left out. */
  readonly timestampUrl?: string;
}

/** Makes a real gitsign the signing program of a repository, for commits and tags. */
export async function useGitsign(repo: GitRepo, program: string): Promise<void> {
  await repo.git(['config', 'gpg.format', 'x509']);
  await repo.git(['config', 'gpg.x509.program', program]);
  await repo.git(['config', 'commit.gpgSign', 'true']);
  await repo.git(['config', 'tag.gpgSign', 'true']);
}

/** The environment in which gitsign signs for `setup`, with a fresh identity token. */
export async function gitsignEnvironment(
  repo: GitRepo,
  setup: GitsignSetup,
): Promise<Record<string, string>> {
  const { stack, rekorMode, timestampUrl } = setup;
  const { TSA_CHAIN = '' } = stack.env;
  return {
    ...stack.env,
    // Its own cache of TUF metadata, so that parallel runs do not overwrite each other's.
    TUF_ROOT: `${repo.home}/tuf`,
    GITSIGN_REKOR_MODE: rekorMode,
    SIGSTORE_ID_TOKEN: setup.identity?.token ?? (await stack.token(setup.email)),
    ...(timestampUrl !== undefined
      ? { GITSIGN_TIMESTAMP_SERVER_URL: timestampUrl, GITSIGN_TIMESTAMP_CERT_CHAIN: TSA_CHAIN }
      : {}),
  };
}

/** `gitsign verify` (`verify-tag` for the name of a tag) with the identity with which `setup` signs. */
export async function gitsignVerify(
  repo: GitRepo,
  setup: GitsignSetup,
  revision: string,
  command: 'verify' | 'verify-tag' = 'verify',
): Promise<RunResult> {
  const { SIGSTORE_ID_TOKEN: _, ...env } = await gitsignEnvironment(repo, setup);
  const issuer = setup.identity?.issuer ?? setup.stack.env['SIGSTORE_OIDC_ISSUER'] ?? '';
  const subject = setup.identity?.subject ?? setup.email;
  return run(
    setup.program,
    [command, `--certificate-identity=${subject}`, `--certificate-oidc-issuer=${issuer}`, revision],
    { cwd: repo.dir, env: { ...repo.env, ...env } },
  );
}
