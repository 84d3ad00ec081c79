import { dirname, join } from 'node:path';
import { cleanEnvironment, type RunResult, run } from './git-repo.js';
import { findPeer } from './peers.js';
import type { Stack } from './stack.js';

/** The two versions of cosign that are used today. */
export type CosignVersion = 'cosign-2' | 'cosign-3';

/** Runs a real cosign in a folder, with the key files that version 2 needs. */
export function runCosign(
  version: CosignVersion,
  dir: string,
  { env }: Pick<Stack, 'env'>,
  args: readonly string[],
): Promise<RunResult> {
  const peer = findPeer(version);
  if ('reason' in peer) throw new Error(peer.reason);
  const {
    SIGSTORE_REKOR_PUBLIC_KEY = '',
    SIGSTORE_CT_LOG_PUBLIC_KEY_FILE = '',
    GITSIGN_FULCIO_ROOT = '',
  } = env;
  const keyFiles: Record<string, string> =
    version === 'cosign-2'
      ? {
          SIGSTORE_REKOR_PUBLIC_KEY,
          SIGSTORE_CT_LOG_PUBLIC_KEY_FILE,
          SIGSTORE_ROOT_FILE: GITSIGN_FULCIO_ROOT,
        }
      : {};
  return run(peer.found, args, {
    cwd: dir,
    env: { ...cleanEnvironment(dir), ...keyFiles, COSIGN_PASSWORD: '' },
  });
}

/** The servers of a stack, as the flags with which this version signs. */
export function signingServers(version: CosignVersion, { env }: Pick<Stack, 'env'>): readonly string[] {
  if (version === 'cosign-2')
    return [
      `--fulcio-url=${env['SIGSTORE_FULCIO_URL']}`,
      `--rekor-url=${env['SIGSTORE_REKOR_URL']}`,
      `--oidc-issuer=${env['SIGSTORE_OIDC_ISSUER']}`,
    ];
  const root = env['TRUSTED_ROOT'] ?? '';
  return [`--signing-config=${join(dirname(root), 'signing_config.v0.2.json')}`, `--trusted-root=${root}`];
}
